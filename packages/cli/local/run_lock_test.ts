import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect, FileSystem, PlatformError, Result } from "effect"
import { platformLayer } from "../platform.ts"
import { lockRun } from "./run_lock.ts"

const folder = mkdtempSync(join(tmpdir(), "flowglass lock "))
afterAll(() => rmSync(folder, { recursive: true }))

const record = (name: string): string => join(folder, `${name}.json`)
const lockOf = (name: string): string => join(folder, `${name}.lock`)

/** A process that is surely gone. */
const nobody = 2 ** 31 - 2

describe("lockRun", () => {
  it.live("keeps others out as long as the scope is open, and leaves nothing behind", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* lockRun(record("a"))
          expect(readFileSync(lockOf("a"), "utf8")).toBe(String(process.pid))
          const error = yield* Effect.flip(Effect.scoped(lockRun(record("a"))))
          expect(error).toMatchObject({ code: "run_not_paused", message: expect.stringContaining(String(process.pid)) })
          expect(existsSync(lockOf("a"))).toBe(true)
        })
      )
      expect(existsSync(lockOf("a"))).toBe(false)
    }).pipe(Effect.provide(platformLayer))
  )

  it.live("takes over from a process that is gone; of several who try at once one wins", () =>
    Effect.gen(function* () {
      writeFileSync(lockOf("b"), String(nobody))
      const tries = yield* Effect.scoped(
        Effect.all(
          Array.from({ length: 5 }, () => Effect.result(lockRun(record("b")))),
          { concurrency: "unbounded" }
        )
      )
      expect(tries.filter(Result.isSuccess)).toHaveLength(1)
    }).pipe(Effect.provide(platformLayer))
  )

  it.live("hostile: what is no process id holds nobody back", () =>
    Effect.gen(function* () {
      for (const text of ["", "0", "-1", "1e400", "self", "__proto__"]) {
        writeFileSync(lockOf("c"), text)
        yield* Effect.scoped(lockRun(record("c")))
      }
    }).pipe(Effect.provide(platformLayer))
  )

  it.live("a lock that was left behind and cannot be moved is told as such, not as somebody's", () =>
    Effect.gen(function* () {
      writeFileSync(lockOf("d"), String(nobody))
      const system = yield* FileSystem.FileSystem
      const denied = PlatformError.systemError({
        _tag: "PermissionDenied",
        module: "FileSystem",
        method: "rename",
        pathOrDescriptor: lockOf("d")
      })
      const stuck = { ...system, rename: () => Effect.fail(denied) }
      const lock = Effect.provideService(lockRun(record("d")), FileSystem.FileSystem, stuck)
      expect(yield* Effect.flip(Effect.scoped(lock))).toMatchObject({
        code: "local_runs_not_writable",
        message: expect.stringContaining("permission is denied")
      })
    }).pipe(Effect.provide(platformLayer))
  )

  it.live("a folder that is not there has a code", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(lockRun(join(folder, "missing", "a.json"))))
      expect(error.code).toBe("local_runs_not_writable")
    }).pipe(Effect.provide(platformLayer))
  )
})
