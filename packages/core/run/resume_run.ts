import { Clock, Effect, Result, type Semaphore } from "effect"
import { RunNotPaused } from "../error/human_input_errors.ts"
import { WorkflowRunNotFound } from "../error/run_errors.ts"
import type { StoredValueUnreadable, StoreUnavailable } from "../error/store_errors.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import type { RunStore, StoredRun } from "../store/run_store.ts"
import { answerElsewhere } from "./answer_elsewhere.ts"
import { checkAnswer } from "./check_answer.ts"
import type { Fact } from "./fact.ts"
import { FormLedger } from "./form_ledger.ts"
import { workflowOf } from "./replayed_workflow.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { Run } from "./run.ts"
import type { AnswerRefusal } from "./run_control.ts"
import type { RunOrigin } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/** Why a run that rests cannot be taken up again. */
export type ReopenError = WorkflowRunNotFound | RunNotPaused | StoredValueUnreadable | StoreUnavailable

/** Why a run is not resumed. */
export type ResumeError = ReopenError | AnswerRefusal

/** Makes the graph of a stored run ready to run again. */
export type LoadGraph<E> = (graph: RunGraph) => Effect.Effect<Workflow, E>

/** Takes up runs that rest. */
export interface RunResumption {
  readonly reopen: <E>(runId: string, load: LoadGraph<E>) => Effect.Effect<Run, ReopenError | E>
  readonly resume: <E>(runId: string, answer: ResumeOptions, load: LoadGraph<E>) => Effect.Effect<Run, ResumeError | E>
}

/** What an engine has for it: its store, the runs it works on by id, and how it puts one to work. */
export interface ResumptionOptions {
  readonly store: RunStore["Service"]
  readonly live: ReadonlyMap<string, Run>
  readonly begin: (origin: RunOrigin) => Effect.Effect<Run>
  /** One at a time is rebuilt, so that nobody rebuilds what somebody else is rebuilding. */
  readonly rebuilding: Semaphore.Semaphore
  /** The handle of a run that another process works on. */
  readonly follow: (workflow: Workflow, stored: StoredRun) => Effect.Effect<Run>
}

/** Whether a run waits for somebody and nobody works on it. */
const rests = (facts: ReadonlyArray<Fact>): boolean =>
  facts.findLast(({ kind }) => kind === "run_paused" || kind === "run_resumed" || kind === "run_finished")?.kind ===
  "run_paused"

/**
 * How an engine takes up runs that rest: those it has itself as they are, others rebuilt from the facts of the store.
 * Where another process owns the runs, they are followed instead, and what is asked of them goes there.
 */
export const runResumption = ({ store, live, begin, follow, rebuilding }: ResumptionOptions): RunResumption => {
  const find = Effect.fnUntraced(function* (runId: string) {
    const stored = yield* store.find(runId)
    return stored ?? (yield* new WorkflowRunNotFound({ message: "Workflow run not found." }))
  })

  const rebuild = Effect.fnUntraced(function* <E>(runId: string, load: LoadGraph<E>) {
    const known = live.get(runId)
    if (known !== undefined) return known
    const stored = yield* find(runId)
    const workflow = rests(stored.facts()) ? yield* load(stored.graph) : undefined
    if (workflow !== undefined && !store.isOwner()) return yield* follow(workflow, stored)
    const reopened = workflow === undefined ? undefined : yield* store.reopen(runId)
    if (workflow === undefined || reopened === undefined)
      return yield* new RunNotPaused({ message: "The run does not wait for anybody here." })
    const { run, writer } = reopened
    const whole = yield* Effect.onError(workflowOf(store, workflow, run.accepted), () => store.letGo(runId))
    return yield* begin({ workflow: whole, accepted: run.accepted, facts: [...run.facts()], writer })
  })

  const reopen = <E>(runId: string, load: LoadGraph<E>) =>
    Effect.uninterruptible(rebuilding.withPermits(1)(rebuild(runId, load)))

  const resume = Effect.fn("RunEngine.resume")(function* <E>(runId: string, answer: ResumeOptions, load: LoadGraph<E>) {
    if (!live.has(runId)) {
      const stored = yield* find(runId)
      const now = yield* Clock.currentTimeMillis
      const checked = checkAnswer(FormLedger.of(stored.facts()), stored.accepted.limits, answer, now)
      // What has expired goes on, once the run is rebuilt.
      if (Result.isFailure(checked) && checked.failure.code !== "human_input_form_expired")
        return yield* checked.failure
    }
    if (!live.has(runId) && !store.isOwner()) {
      yield* answerElsewhere(store, runId, answer)
      const stored = yield* find(runId)
      return yield* follow(yield* load(stored.graph), stored)
    }
    const run = yield* reopen(runId, load)
    yield* run.resume(answer)
    return run
  })

  return { reopen, resume }
}
