import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "@effect/vitest"
import type { StoredRun } from "@flowglass/core"
import { writeRecord } from "@flowglass/inspector"
import { ConfigProvider, Effect, Fiber, Layer, Result } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { platformLayer } from "../platform.ts"
import { findRunId } from "./find_run.ts"
import { FollowedRun, followFile } from "./followed_run.ts"
import { keepLive } from "./keep_live.ts"
import { keptRuns, LocalRuns } from "./local_runs.ts"
import { claimRun, isAbandoned } from "./run_owner.ts"
import { writeWhole } from "./write_whole.ts"

const folders: Array<string> = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "flow glass "))
  folders.push(folder)
  return folder
}

const layerIn = (folder: string) =>
  LocalRuns.layer.pipe(
    Layer.provideMerge(platformLayer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnvRecord({ FLOWGLASS_HOME: folder })))
  )

const idOf = (number: number): string => `01a2077d-${String(number).padStart(4, "0")}-7000-8000-000000000000`

/** The same run under another id. */
const renamed = (run: StoredRun, runId: string): StoredRun => {
  const accepted = { ...run.accepted, runId }
  return {
    accepted,
    graph: run.graph,
    facts: () => [accepted, ...run.facts().slice(1)],
    subscribe: () => () => undefined
  }
}

/** The first facts of a run only. */
const begun = (run: StoredRun, count: number): StoredRun => ({
  accepted: run.accepted,
  graph: run.graph,
  facts: () => run.facts().slice(0, count),
  subscribe: () => () => undefined
})

describe("runs of this machine", () => {
  it.live("are found again, newest first, and only the owner may read them", () => {
    const folder = join(makeFolder(), "home")
    return Effect.gen(function* () {
      const runs = yield* LocalRuns
      const run = yield* storedRun("greet.yml", greeting)
      expect(yield* runs.ids).toEqual([])
      for (const number of [2, 1, 3]) yield* runs.keep(renamed(run, idOf(number)))
      expect(yield* runs.ids).toEqual([idOf(3), idOf(2), idOf(1)])
      expect((yield* runs.read(idOf(2))).accepted.runId).toBe(idOf(2))
      expect(statSync(runs.fileOf(idOf(2))).mode & 0o077).toBe(0)
      expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n")
      expect(readdirSync(runs.folder).filter((name) => !name.endsWith(".json"))).toEqual([])
    }).pipe(Effect.provide(layerIn(folder)))
  })

  it.live.skipIf(process.platform === "win32")("are written over no link that somebody put there", () => {
    const folder = makeFolder()
    return Effect.gen(function* () {
      const runs = yield* LocalRuns
      const file = runs.fileOf(idOf(1))
      mkdirSync(runs.folder, { recursive: true })
      writeFileSync(join(folder, "mine"), "mine")
      symlinkSync(join(folder, "mine"), file)
      symlinkSync(join(folder, "elsewhere"), join(folder, ".gitignore"))
      yield* runs.keep(renamed(yield* storedRun("greet.yml", greeting), idOf(1)))
      expect(readFileSync(join(folder, "mine"), "utf8")).toBe("mine")
      expect(lstatSync(file).isSymbolicLink()).toBe(false)
      expect(existsSync(join(folder, "elsewhere"))).toBe(false)
    }).pipe(Effect.provide(layerIn(folder)))
  })

  it.live("say so when old ones cannot be deleted", () => {
    const folder = makeFolder()
    return Effect.gen(function* () {
      const runs = yield* LocalRuns
      mkdirSync(runs.folder)
      for (let number = 1; number <= keptRuns; number++) writeFileSync(runs.fileOf(idOf(number + 1)), "{}")
      // What is no file is not deleted as one.
      mkdirSync(runs.fileOf(idOf(1)))
      expect(yield* Effect.flip(runs.prune)).toMatchObject({
        code: "local_runs_not_writable",
        message: expect.stringContaining("Old runs stay in")
      })
    }).pipe(Effect.provide(layerIn(folder)))
  })

  it.live("are forgotten beyond the newest, and nothing else in the folder is touched", () => {
    const folder = makeFolder()
    return Effect.gen(function* () {
      const runs = yield* LocalRuns
      yield* runs.keep(renamed(yield* storedRun("greet.yml", greeting), idOf(0)))
      for (let number = 1; number <= keptRuns + 2; number++) writeFileSync(runs.fileOf(idOf(number)), "{}")
      writeFileSync(join(runs.folder, "notes.json"), "mine")
      yield* runs.prune
      const ids = yield* runs.ids
      expect(ids).toHaveLength(keptRuns)
      expect(ids.at(-1)).toBe(idOf(3))
      expect(existsSync(join(runs.folder, "notes.json"))).toBe(true)
    }).pipe(Effect.provide(layerIn(folder)))
  })

  it.live("are named by last and by the beginning of an id", () =>
    Effect.gen(function* () {
      const runs = yield* LocalRuns
      expect(yield* Effect.flip(findRunId("last"))).toMatchObject({ code: "workflow_run_not_found" })
      const run = yield* storedRun("greet.yml", greeting)
      for (const number of [1, 12]) yield* runs.keep(renamed(run, idOf(number)))
      expect(yield* findRunId("last")).toBe(idOf(12))
      expect(yield* findRunId("01a2077d-0012")).toBe(idOf(12))
      const ambiguous = yield* Effect.flip(findRunId("01a2077d-00"))
      expect(ambiguous).toMatchObject({ code: "run_id_ambiguous", params: { runs: [idOf(12), idOf(1)] } })
      for (const name of ["01a2077e", "lats", "*", "../../../etc/passwd", "", "01a", ".*"]) {
        expect(yield* Effect.flip(findRunId(name))).toMatchObject({ code: "workflow_run_not_found" })
      }
    }).pipe(Effect.provide(layerIn(makeFolder())))
  )

  it.live("cannot be kept in a folder that is a file", () => {
    const folder = join(makeFolder(), "file")
    writeFileSync(folder, "")
    return Effect.gen(function* () {
      const runs = yield* LocalRuns
      const error = yield* Effect.flip(runs.keep(yield* storedRun("greet.yml", greeting)))
      expect(error).toMatchObject({ code: "local_runs_not_writable" })
      expect(error.message).toContain(folder)
    }).pipe(Effect.provide(layerIn(folder)))
  })

  it.live("say that a record is damaged", () =>
    Effect.gen(function* () {
      const runs = yield* LocalRuns
      yield* runs.keep(yield* storedRun("greet.yml", greeting))
      const [id = ""] = yield* runs.ids
      writeFileSync(runs.fileOf(id), readFileSync(runs.fileOf(id), "utf8").slice(0, 200))
      expect(yield* Effect.flip(runs.read(id))).toMatchObject({ code: "record_invalid" })
      expect(yield* Effect.flip(runs.read(idOf(9)))).toMatchObject({ code: "record_unreadable" })
    }).pipe(Effect.provide(layerIn(makeFolder())))
  )
})

describe("a run at work", () => {
  it.live("is written while it works, and its process is known", () =>
    Effect.gen(function* () {
      const runs = yield* LocalRuns
      const run = yield* storedRun("greet.yml", greeting)
      const file = runs.fileOf(run.accepted.runId)
      const writing = yield* Effect.forkChild(Effect.scoped(keepLive(begun(run, 3))))
      while (!existsSync(file.replace(/json$/, "pid"))) yield* Effect.sleep(10)
      expect((yield* runs.read(run.accepted.runId)).facts()).toHaveLength(3)
      expect(yield* isAbandoned(file)).toBe(false)
      yield* Fiber.interrupt(writing)
      expect(yield* isAbandoned(file)).toBe(true)
      expect(existsSync(file.replace(/json$/, "pid"))).toBe(false)
    }).pipe(Effect.provide(layerIn(makeFolder())))
  )

  it.live("is followed to its end", () => {
    const file = join(makeFolder(), "run.json")
    return Effect.gen(function* () {
      const run = yield* storedRun("greet.yml", greeting)
      yield* claimRun(file)
      yield* writeWhole(file, writeRecord(begun(run, 2)))
      const followed = new FollowedRun(begun(run, 2))
      const seen: Array<number> = []
      followed.subscribe(() => seen.push(followed.facts().length))
      const following = yield* Effect.forkChild(followFile(followed, file))
      yield* Effect.sleep(50)
      yield* writeWhole(file, writeRecord(begun(run, 4)))
      while (seen.length === 0) yield* Effect.sleep(10)
      yield* writeWhole(file, writeRecord(run))
      yield* Fiber.join(following)
      expect(seen).toEqual([4, run.facts().length])
    }).pipe(Effect.scoped, Effect.provide(platformLayer))
  })

  it.live("is given up when its process is gone", () => {
    const file = join(makeFolder(), "run.json")
    return Effect.gen(function* () {
      const run = begun(yield* storedRun("greet.yml", greeting), 2)
      yield* writeWhole(file, writeRecord(run))
      // No process has a number this large.
      writeFileSync(file.replace(/json$/, "pid"), "999999999")
      const error = yield* Effect.flip(followFile(new FollowedRun(run), file))
      expect(error).toMatchObject({ code: "run_abandoned" })
    }).pipe(Effect.provide(platformLayer))
  })

  it.live.each(["", "x", "-1", "0", "1e400"])("is not taken for alive because its pid file says %j", (text) => {
    const file = join(makeFolder(), "run.json")
    writeFileSync(file.replace(/json$/, "pid"), text)
    return Effect.map(isAbandoned(file), (abandoned) => expect(abandoned).toBe(true)).pipe(
      Effect.provide(platformLayer)
    )
  })
})

it.live("a file is written whole or not at all", () => {
  const folder = makeFolder()
  return Effect.gen(function* () {
    const file = join(folder, "a.json")
    yield* writeWhole(file, "old")
    const results = yield* Effect.forEach(["one", "two", "three"], (text) =>
      Effect.result(writeWhole(file, text.repeat(1e6)))
    )
    expect(results.every(Result.isSuccess)).toBe(true)
    expect(readFileSync(file, "utf8")).toBe("three".repeat(1e6))
    expect(readdirSync(folder)).toEqual(["a.json"])
    expect(yield* Effect.flip(writeWhole(join(folder, "a.json", "b"), ""))).toMatchObject({ _tag: "PlatformError" })
  }).pipe(Effect.provide(platformLayer))
})
