import { decodeFact, encodeFact, type Fact, type RunAccepted, RunGraph, type StoredRun } from "@flowglass/core"
import { Effect, FileSystem, Path, Predicate, Result, Schema } from "effect"
import { LocalRunsNotWritable, PausedRunNotKept } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { LocalRuns } from "./local_runs.ts"
import { pausedFileOf } from "./run_owner.ts"
import { writeWhole } from "./write_whole.ts"

const purpose = "a paused run"

const encodeGraph = Schema.encodeSync(RunGraph)
const decodeGraph = Schema.decodeUnknownResult(RunGraph)

/** What it takes to go on with a run: everything as it is, secrets too, which a record does not hold. */
const textOf = (run: StoredRun): string =>
  JSON.stringify({
    graph: encodeGraph(run.graph),
    facts: run.facts().map((fact): unknown => JSON.parse(encodeFact(fact)))
  })

/** Seals with a key of this machine that lies beside the folder of the runs, so that their files alone tell nothing. */
const withSealer = Effect.fnUntraced(function* () {
  const { folder } = yield* LocalRuns
  const path = yield* Path.Path
  // Few runs are paused: what seals is loaded for those only.
  const [{ Sealer }, { keptSecretKey }] = yield* Effect.promise(() =>
    Promise.all([import("@flowglass/core/store/sql"), import("../serve/kept_secret_key.ts")])
  )
  const key = yield* keptSecretKey(path.dirname(folder))
  return yield* Effect.provide(Effect.service(Sealer), Sealer.layer(key))
})

/** Keeps what a later process needs to go on with a paused run. */
export const keepPaused = Effect.fn("keepPaused")(function* (
  run: StoredRun
): Effect.fn.Return<void, LocalRunsNotWritable, LocalRuns | FileSystem.FileSystem | Path.Path> {
  const runs = yield* LocalRuns
  const notWritable = (reason: string) =>
    new LocalRunsNotWritable({ message: `The paused run cannot be resumed later: ${reason}.` })
  const sealer = yield* Effect.mapError(withSealer(), ({ message }) => notWritable(message.replace(/\.$/, "")))
  const text = yield* Effect.try({ try: () => textOf(run), catch: () => notWritable("it is longer than any text") })
  const file = pausedFileOf(runs.fileOf(run.accepted.runId))
  yield* Effect.mapError(writeWhole(file, sealer.seal(text, purpose), 0o600), (error) =>
    notWritable(fileProblem(error))
  )
})

/** Forgets what was kept of a run that has gone on to its end. */
export const forgetPaused = Effect.fn("forgetPaused")(function* (
  runId: string
): Effect.fn.Return<void, LocalRunsNotWritable, LocalRuns | FileSystem.FileSystem> {
  const runs = yield* LocalRuns
  const system = yield* FileSystem.FileSystem
  const file = pausedFileOf(runs.fileOf(runId))
  yield* Effect.mapError(
    system.remove(file, { force: true }),
    (error) => new LocalRunsNotWritable({ message: `${file} cannot be removed: ${fileProblem(error)}.` })
  )
})

const readFacts = (given: unknown): Result.Result<ReadonlyArray<Fact>, string> => {
  if (!Array.isArray(given)) return Result.fail("it has no facts")
  return Result.all(given.map((fact: unknown) => decodeFact(fact)))
}

const readRun = (text: string): Result.Result<StoredRun, string> =>
  Result.gen(function* () {
    const data = yield* Result.try({ try: (): unknown => JSON.parse(text), catch: () => "it is no JSON" })
    if (!Predicate.hasProperty(data, "graph") || !Predicate.hasProperty(data, "facts")) return yield* Result.fail("")
    const graph = yield* Result.mapError(decodeGraph(data.graph), ({ message }) => message.slice(0, 200))
    const facts = yield* readFacts(data.facts)
    const accepted = facts.find((fact): fact is RunAccepted => fact.kind === "run_accepted")
    if (accepted === undefined) return yield* Result.fail("it does not begin with its acceptance")
    return { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
  })

/** A paused run as it was kept; fails with `paused_run_not_kept` where it was not, or for somebody else. */
export const readPaused = Effect.fn("readPaused")(function* (
  runId: string
): Effect.fn.Return<StoredRun, PausedRunNotKept, LocalRuns | FileSystem.FileSystem | Path.Path> {
  const runs = yield* LocalRuns
  const system = yield* FileSystem.FileSystem
  const file = pausedFileOf(runs.fileOf(runId))
  const notKept = (reason: string) =>
    new PausedRunNotKept({ message: `Nothing can go on with run ${runId} from here: ${reason}.` })
  const sealed = yield* Effect.mapError(system.readFileString(file), (error) =>
    notKept(error.reason._tag === "NotFound" ? `${file} is not there` : `${file} cannot be read, ${fileProblem(error)}`)
  )
  const sealer = yield* Effect.mapError(withSealer(), ({ message }) => notKept(message.replace(/\.$/, "")))
  const text = yield* Effect.mapError(Effect.fromResult(sealer.open(sealed, purpose)), () =>
    notKept(`${file} was sealed with another key, or is damaged`)
  )
  return yield* Effect.mapError(Effect.fromResult(readRun(text)), (reason) => notKept(`${file} is damaged, ${reason}`))
})
