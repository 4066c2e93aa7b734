import { Clock, Effect, Option } from "effect"
import { RunNotPaused } from "../error/human_input_errors.ts"
import { StoreUnavailable } from "../error/store_errors.ts"
import type { AnswerReceipt, RunStore, StoredRun } from "../store/run_store.ts"
import { checkAnswer } from "./check_answer.ts"
import { findForm, formSubmitted } from "./find_form.ts"
import { FormLedger } from "./form_ledger.ts"
import type { ResumeOptions } from "./resume_options.ts"

/** How long is waited until the run has gone on, in milliseconds: longer than another process takes to take its place. */
const patience = 15_000

/** How long a run that tells nothing is listened to before it is read anew, in milliseconds. */
const interval = 2000

/** Waits until a form of a run is closed. */
const closed = (run: StoredRun, formId: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const look = (): void => {
      if (!FormLedger.of(run.facts()).waiting.has(formId)) resume(Effect.void)
    }
    const leave = run.subscribe(look)
    look()
    return Effect.sync(leave)
  })

const runGone = (): RunNotPaused => new RunNotPaused({ message: "The run does not wait for anybody." })

/** The forms of a run once this one does not wait any more, for whoever asks this process. */
const closing = Effect.fnUntraced(function* (store: RunStore["Service"], runId: string, formId: string) {
  while (true) {
    // What was found before may be a run that this process had and lost, or one that it has taken over by now.
    const run = (yield* store.find(runId)) ?? (yield* runGone())
    const ledger = FormLedger.of(run.facts())
    if (!ledger.waiting.has(formId)) return ledger
    yield* Effect.timeoutOption(closed(run, formId), interval)
  }
})

/** Succeeds if it was this answer that closed its form. */
const checkTaken = (ledger: FormLedger, formId: string, { isKept, answerId }: AnswerReceipt) => {
  const isTaken = answerId === undefined ? isKept : ledger.closed.get(formId)?.answerId === answerId
  return isTaken ? Effect.void : Effect.asVoid(Effect.fromResult(findForm(ledger, { form: formId })))
}

/**
 * Hands the answer to a form of a run to the process that owns the runs of the store. Returns once that one has taken
 * it: of all who answer a form, through whichever process, one succeeds. Fails with `store_unavailable` when nobody takes
 * it for long; it is kept then, and whoever works on the run next takes it.
 */
export const answerElsewhere = Effect.fnUntraced(function* (
  store: RunStore["Service"],
  runId: string,
  given: ResumeOptions
) {
  const run = (yield* store.find(runId)) ?? (yield* runGone())
  const at = yield* Clock.currentTimeMillis
  const checked = checkAnswer(FormLedger.of(run.facts()), run.accepted.limits, given, at)
  const { asked, answer } = yield* Effect.fromResult(checked)
  const { form_id, node_id } = asked.form
  const receipt = yield* store.requestAnswer(runId, form_id, answer)
  if (!receipt.isKept) {
    const now = FormLedger.of(((yield* store.find(runId)) ?? (yield* runGone())).facts())
    if (!now.waiting.has(form_id)) return yield* checkTaken(now, form_id, receipt)
    return yield* formSubmitted(asked)
  }
  const ledger = yield* Effect.timeoutOption(closing(store, runId, form_id), patience)
  if (Option.isSome(ledger)) return yield* checkTaken(ledger.value, form_id, receipt)
  if (receipt.answerId === undefined) return
  const message = `The answer to the form of node ${node_id} (${form_id}) is kept, but nobody has taken it yet.`
  return yield* new StoreUnavailable({ message })
})
