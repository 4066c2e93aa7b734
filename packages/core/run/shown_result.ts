import { toPlain } from "../value/to_plain.ts"
import type { Value } from "../value/value.ts"
import type { RunAccepted, RunFinished } from "./fact.ts"
import { maskError } from "./mask_error.ts"
import type { RunResult } from "./run_result.ts"
import type { RunState } from "./run_state.ts"
import { shownForm } from "./waiting_forms.ts"

type Mask = (value: Value) => Value

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null

/** The result of a run that has ended: its outputs as the workflow says them, its error without secrets. */
export const endedResult = ({ runId }: RunAccepted, finished: RunFinished, mask: Mask): RunResult => {
  const outputs: unknown = toPlain(finished.outputs)
  return {
    run_id: runId,
    status: finished.status,
    outputs: isRecord(outputs) ? outputs : {},
    error: finished.error === undefined ? null : maskError(finished.error, mask),
    elapsed_ms: finished.elapsed,
    total_tokens: finished.totalTokens,
    total_steps: finished.totalSteps,
    exceptions_count: finished.exceptionsCount
  }
}

/** The result of a run that waits for somebody: as yet it has no outputs. */
export const pausedResult = (state: RunState, { runId, at }: RunAccepted, mask: Mask): RunResult => ({
  run_id: runId,
  status: "paused",
  outputs: {},
  error: null,
  elapsed_ms: state.pausedAt - at,
  total_tokens: state.totalTokens,
  total_steps: state.totalSteps,
  exceptions_count: state.exceptionsCount,
  forms: Array.from(state.forms.waiting.values(), ({ form }) => shownForm(form, mask))
})
