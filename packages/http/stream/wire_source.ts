import type { ChatAddress } from "../run/active_runs.ts"
import type { RunStarter } from "../run/run_starter.ts"

/** Names the token of a form, by what a pause says of it. */
export type FormTokenOf = (form: { readonly form_id: string; readonly display_in_ui: boolean }) => string | null

/** What a stream has to know of its run beside the run's events. */
export interface WireSource {
  readonly runId: string
  readonly taskId: string
  readonly workflowId: string
  readonly starter: RunStarter
  /** The conversation and message that a chat app answers in; undefined for workflow apps. */
  readonly chat: ChatAddress | undefined
  /** The service API sends everything; pages get what they can show. */
  readonly truncates: boolean
  /** The token that a form of this run is answered with where the stream is read; null where it cannot be. */
  readonly formToken?: FormTokenOf
}
