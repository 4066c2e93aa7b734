import { join } from "node:path"
import { plausibleInputs, RunStore, type StartError, WorkflowRunner } from "@flowglass/core"
import { Cause, Effect, Stream } from "effect"
import type { CorpusOutcome } from "./corpus_outcome.ts"
import { isGuestException } from "./guest_exception.ts"
import { defectCodes, runFaults } from "./run_faults.ts"

/** How long one file may take, in milliseconds. */
const usualLimit = 20_000

type Ended = Omit<CorpusOutcome, "file" | "took">

const defect = (reason: string): Ended => ({ verdict: "defect", status: "-", codes: [], reason })

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null

/** Codes of the problems that an error lists, else its own. */
const codesOf = (error: StartError): ReadonlyArray<string> => {
  const problems = isRecord(error.params) ? error.params.problems : undefined
  if (!Array.isArray(problems)) return [error.code]
  return problems.flatMap((problem: unknown) => (isRecord(problem) ? [String(problem.code)] : []))
}

/** What a file that was not run says; it must not have run at all. */
const refused = Effect.fnUntraced(function* (error: StartError): Effect.fn.Return<Ended, never, RunStore> {
  const store = yield* RunStore
  if ((yield* Effect.orDie(store.list())).length > 0) return defect(`${error.code} came after the run had begun`)
  const codes = codesOf(error)
  if (codes.some((code) => defectCodes.has(code))) return defect(error.message)
  const [first = "", second = ""] = error.message.split("\n")
  return { verdict: "refused", status: "-", codes, reason: second === "" ? first : second }
})

const run = Effect.fnUntraced(function* (path: string): Effect.fn.Return<Ended, StartError, WorkflowRunner | RunStore> {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const workflow = yield* runner.load(path)
  const inputs = plausibleInputs(workflow.startVariables, {})
  const started = yield* runner.start(workflow, { inputs, query: "hello", mockExternals: true })
  // The events of a paused run go on when somebody answers, which nobody does here.
  const events = yield* Stream.runCollect(Stream.takeUntil(started.events, ({ event }) => event === "run_paused"))
  const { status, error } = yield* started.result
  const facts = (yield* Effect.orDie(store.find(started.id)))?.facts() ?? []
  const faults = runFaults(events, facts)
  if (faults.length > 0) return { ...defect(faults.join("; ")), status }
  const isWell = status === "succeeded" || status === "partial-succeeded" || status === "paused"
  const verdict = isWell || isGuestException(workflow.compiled, facts) ? "well" : "failed"
  return { verdict, status, codes: error === null ? [] : [error.code], reason: error?.message ?? "" }
})

/**
 * Runs one file as `flowglass run FILE --mock-externals --fill-inputs --query hello` does. Nothing it does is an error:
 * a throw, a hang and a broken promise of the engine are the verdict `defect`. Needs a store that holds no runs yet.
 */
export const runCorpusFile = Effect.fnUntraced(function* (
  folder: string,
  file: string,
  limit: number = usualLimit
): Effect.fn.Return<CorpusOutcome, never, WorkflowRunner | RunStore> {
  const from = performance.now()
  const ended = yield* run(join(folder, file)).pipe(
    Effect.catch(refused),
    Effect.timeoutOrElse({
      duration: limit,
      orElse: () => Effect.succeed(defect(`it hangs: no end after ${limit / 1000} s`))
    }),
    Effect.catchCause((cause) => Effect.succeed(defect(Cause.pretty(cause))))
  )
  return { file, took: performance.now() - from, ...ended }
})
