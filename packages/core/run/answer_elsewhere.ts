import { Clock, Effect, Result } from "effect"
import { RunNotPaused } from "../error/human_input_errors.ts"
import type { RunStore } from "../store/run_store.ts"
import { checkAnswer } from "./check_answer.ts"
import { FormLedger } from "./form_ledger.ts"
import type { ResumeOptions } from "./resume_options.ts"

/**
 * Writes the answer to a form of a paused run, and leaves the rest to the process that owns the runs of the store.
 * Returns once the answer is durable.
 */
export const answerElsewhere = Effect.fnUntraced(function* (
  store: RunStore["Service"],
  runId: string,
  given: ResumeOptions
) {
  const reopened = yield* store.reopen(runId)
  if (reopened === undefined) return yield* new RunNotPaused({ message: "The run does not wait for anybody." })
  const { run, writer } = reopened
  const write = Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const checked = checkAnswer(FormLedger.of(run.facts()), run.accepted.limits, given, at)
    if (Result.isFailure(checked)) return yield* checked.failure
    const { asked, answer } = checked.success
    const { frame, node, attempt } = asked
    const stamp = { seq: 0, epoch: 0, version: 1, at } as const
    const chosen = answer.action === undefined ? {} : { action: answer.action }
    writer.append({ kind: "run_resumed", ...stamp })
    writer.append({ kind: "node_resumed", ...stamp, frame, node, attempt, ...chosen, values: answer.values })
    yield* writer.flush ?? Effect.void
  })
  yield* Effect.ensuring(write, Effect.ignore(store.release(runId)))
})
