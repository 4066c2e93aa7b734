import { Clock, Effect, Result } from "effect"
import { HumanInputFormSubmitted, RunNotPaused } from "../error/human_input_errors.ts"
import type { RunStore, StoredRun } from "../store/run_store.ts"
import { checkAnswer } from "./check_answer.ts"
import { FormLedger } from "./form_ledger.ts"
import type { ResumeOptions } from "./resume_options.ts"

/** How long is waited until the run has gone on, in milliseconds; the answer is kept whether or not it has. */
const patience = 5000

/** Returns once a form does not wait any more. */
const answered = (run: StoredRun, formId: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const look = (): void => {
      if (!FormLedger.of(run.facts()).waiting.has(formId)) resume(Effect.void)
    }
    const leave = run.subscribe(look)
    look()
    return Effect.sync(leave)
  })

/**
 * Keeps the answer to a form of a run for the process that owns the runs of the store. Returns once the answer is
 * durable, and the run has gone on with it unless that takes long.
 */
export const answerElsewhere = Effect.fnUntraced(function* (
  store: RunStore["Service"],
  runId: string,
  given: ResumeOptions
) {
  const run = yield* store.find(runId)
  if (run === undefined) return yield* new RunNotPaused({ message: "The run does not wait for anybody." })
  const at = yield* Clock.currentTimeMillis
  const checked = checkAnswer(FormLedger.of(run.facts()), run.accepted.limits, given, at)
  if (Result.isFailure(checked)) return yield* checked.failure
  const { asked, answer } = checked.success
  const { form_id, node_id } = asked.form
  if (yield* store.requestAnswer(runId, form_id, answer))
    return yield* Effect.asVoid(Effect.timeoutOption(answered(run, form_id), patience))
  const message = `The form of node ${node_id} (${form_id}) was answered already.`
  return yield* new HumanInputFormSubmitted({ message })
})
