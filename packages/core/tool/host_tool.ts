import type { PlainObject } from "../value/to_plain.ts"

/** What a tool of the host learns about its call beside its parameters. */
export interface ToolCall {
  /** As the file names them. */
  readonly provider: string
  readonly tool: string
  readonly runId: string
  readonly nodeId: string
  /** Equal for repetitions of the same call, so that the tool can recognise them. */
  readonly idempotencyKey: string
  /** Aborted when the run is stopped or the node's time is up. */
  readonly signal: AbortSignal
}

/**
 * A tool as a function of the host: takes the parameters of the node, returns a text, data that JSON can hold, or a
 * `ToolAnswer`; a promise of it too. An asynchronous generator of texts streams them: answers show them as they come,
 * and a `ToolAnswer` among them says what else there is. What it throws is the failure of the node.
 */
export type HostTool = (parameters: PlainObject, call: ToolCall) => unknown
