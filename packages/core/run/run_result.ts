import type { ErrorData } from "./fact.ts"
import type { PausedForm } from "./paused_form.ts"

/** How a run stands: ended, or waiting for a person. */
export type RunStatus = "running" | "paused" | "succeeded" | "partial-succeeded" | "failed" | "stopped"

/** What a run came to, or that it waits for somebody. A failed node or run is data here, not an exception. */
export interface RunResult {
  readonly run_id: string
  readonly status: RunStatus
  /** Plain data: floats and integers are numbers, integers beyond 2^53 are big integers. */
  readonly outputs: { readonly [name: string]: unknown }
  readonly error: ErrorData | null
  readonly elapsed_ms: number
  readonly total_tokens: number
  readonly total_steps: number
  readonly exceptions_count: number
  /** The forms that a paused run waits for, in the order in which they were asked; others have none. */
  readonly forms?: ReadonlyArray<PausedForm>
}
