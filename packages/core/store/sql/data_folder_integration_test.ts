import { spawn } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Result } from "effect"
import type { Stores } from "../memory_stores.ts"
import { RunStore } from "../run_store.ts"
import { endedRun, textOf } from "./_test_runs.ts"
import { dataFolderHolder, lockDataFolder } from "./data_folder_lock.ts"
import { layerPglite } from "./layer_pglite.ts"
import { Sealer } from "./sealer.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => join(mkdtempSync(join(tmpdir(), "flow glass ")), "data")),
  (path) => Effect.sync(() => rmSync(join(path, ".."), { recursive: true, force: true }))
)

/** Opens the folder anew. */
const inFolder =
  (path: string) =>
  <A, E>(use: Effect.Effect<A, E, Stores>) =>
    Effect.provide(
      use,
      Layer.fresh(layerPglite({ folder: path }).pipe(Layer.provide(Sealer.layer(Redacted.make("key")))))
    )

/** Another process that holds the folder; returns how to kill it. */
const holder = (path: string) =>
  Effect.acquireRelease(
    Effect.callback<ReturnType<typeof spawn>>((resume) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, "_test_lock_holder.ts"), path], {
        stdio: ["ignore", "pipe", "inherit"]
      })
      child.stdout.once("data", () => resume(Effect.succeed(child)))
    }),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )

const killed = (child: ReturnType<typeof spawn>) =>
  Effect.callback<void>((resume) => {
    child.once("exit", () => resume(Effect.void))
    child.kill("SIGKILL")
  })

describe("a data folder", () => {
  it.live("keeps runs when it is opened again, and is locked while it is open", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const run = yield* inFolder(path)(
        Effect.gen(function* () {
          const error = yield* Effect.flip(inFolder(path)(Effect.void))
          assert.strictEqual(error.code, "data_folder_locked")
          assert.include(error.message, String(process.pid))
          assert.strictEqual(statSync(join(path, "flowglass.lock")).mode & 0o077, 0)
          return yield* endedRun
        })
      )
      assert.isUndefined(yield* dataFolderHolder(path))
      const again = yield* inFolder(path)(Effect.flatMap(RunStore, (store) => store.find(run.accepted.runId)))
      assert.strictEqual(textOf(again), textOf(run))
    })
  )

  it.live("names the process that has it and where it answers, and is free when that one is killed", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const child = yield* holder(path)
      const error = yield* Effect.flip(Effect.scoped(lockDataFolder(path)))
      assert.strictEqual(error.code, "data_folder_locked")
      assert.include(error.message, `process ${child.pid}, which answers at http://127.0.0.1:5001`)
      const known = yield* dataFolderHolder(path)
      assert.strictEqual(known?.pid, child.pid)
      assert.isAtLeast(known?.token.length ?? 0, 32)
      yield* killed(child)
      assert.isUndefined(yield* dataFolderHolder(path))
      const outcomes = yield* Effect.forEach(
        [1, 2, 3, 4, 5],
        () => Effect.result(Effect.scoped(Effect.andThen(lockDataFolder(path), Effect.sleep(300)))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(outcomes.filter(({ _tag }) => _tag === "Success").length, 1)
    })
  )

  it.live("hostile: a lock that is no lock, or of a process id that was given to another, keeps nobody out", () =>
    Effect.gen(function* () {
      const path = yield* folder
      yield* Effect.scoped(lockDataFolder(path))
      const mine = { pid: process.pid, host: "", began: null, address: null, commands: null, token: "x" }
      const one = { ...mine, pid: 1, began: "0", host: hostname() }
      for (const text of [
        "",
        "{",
        "null",
        '{"pid":"1"}',
        JSON.stringify({ ...mine, host: one.host }),
        JSON.stringify(one)
      ]) {
        writeFileSync(join(path, "flowglass.lock"), text)
        yield* Effect.scoped(lockDataFolder(path))
      }
      // On another host only the silence of the holder tells that it is gone.
      writeFileSync(join(path, "flowglass.lock"), JSON.stringify({ ...mine, host: "elsewhere.test" }))
      assert.strictEqual((yield* Effect.flip(Effect.scoped(lockDataFolder(path)))).code, "data_folder_locked")
    })
  )

  it.live("fault 5: one that is a file, or whose database is damaged, is told by a code", () =>
    Effect.gen(function* () {
      const path = yield* folder
      writeFileSync(path, "a file")
      assert.strictEqual((yield* Effect.flip(inFolder(path)(Effect.void))).code, "store_unavailable")
      rmSync(path)
      yield* inFolder(path)(Effect.void)
      writeFileSync(join(path, "database", "global", "pg_control"), "damaged")
      const error = yield* Effect.flip(inFolder(path)(Effect.void))
      assert.strictEqual(error.code, "stored_value_unreadable")
      assert.isUndefined(yield* dataFolderHolder(path))
    })
  )

  it.live(
    "that was being made when its process was killed is made once more",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const database = join(path, "database")
        mkdirSync(join(database, "base"), { recursive: true })
        writeFileSync(join(database, "PG_VERSION"), "18\n")
        // What is there may be anything: nobody knows that it was only begun.
        assert.strictEqual((yield* Effect.flip(inFolder(path)(Effect.void))).code, "stored_value_unreadable")
        writeFileSync(`${database}.making`, "")
        const run = yield* inFolder(path)(endedRun)
        assert.isFalse(existsSync(`${database}.making`))
        const again = yield* inFolder(path)(Effect.flatMap(RunStore, (store) => store.find(run.accepted.runId)))
        assert.strictEqual(textOf(again), textOf(run))
      }),
    60_000
  )

  it.live(
    "fault 5: one of whose files is truncated or gone is told by a code; no run is missing without a word",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const run = yield* inFolder(path)(endedRun)
        const text = textOf(run)
        const read = Effect.gen(function* () {
          const store = yield* RunStore
          const found = yield* store.find(run.accepted.runId)
          return { found: textOf(found), count: (yield* store.list()).length }
        })
        const database = join(path, "database")
        const wal = readdirSync(join(database, "pg_wal")).find((name) => /^[0-9A-F]{24}$/.test(name)) ?? ""
        const files = ["PG_VERSION", "global/pg_control", "global/pg_filenode.map", `pg_wal/${wal}`, "base/5/1259"]
        for (const file of files) {
          for (const damage of ["truncated", "emptied", "gone"]) {
            const copy = join(path, "..", "copy")
            cpSync(path, copy, { recursive: true })
            const damaged = join(copy, "database", file)
            if (damage === "gone") rmSync(damaged)
            else truncateSync(damaged, damage === "emptied" ? 0 : Math.floor(statSync(damaged).size / 2))
            const outcome = yield* Effect.result(inFolder(copy)(read))
            if (Result.isSuccess(outcome)) {
              assert.deepStrictEqual(outcome.success, { found: text, count: 1 }, `${file} ${damage}`)
            } else assert.include(["stored_value_unreadable", "store_unavailable"], outcome.failure.code)
            rmSync(copy, { recursive: true })
          }
        }
      }),
    240_000
  )
})
