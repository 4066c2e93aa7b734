import type { RunCreator, TriggerSource } from "./fact.ts"
import type { RunLimits } from "./run_limits.ts"

/** Plain data handed in by a caller; it is validated and converted before anything runs. */
export interface InputObject {
  readonly [name: string]: unknown
}

/** How a run is started. */
export interface RunOptions {
  /** Values of the start node's variables. Files are `{ transfer_method, url | path | bytes, filename, type }`. */
  readonly inputs?: InputObject
  /** `sys.query` of an advanced-chat workflow. */
  readonly query?: string
  /** `sys.files`. */
  readonly files?: ReadonlyArray<unknown>
  /** Values of conversation variables that replace the file's defaults. */
  readonly conversation?: InputObject
  /** Values of environment variables that replace the file's. */
  readonly environment?: InputObject
  /** Answers instead of nodes: `{ "node:llm_1": { text: "hi" }, "type:http-request": { error: "boom" } }`. */
  readonly mocks?: { readonly [target: string]: InputObject }
  /** Answers for every node that would leave the process and has no mock of its own. */
  readonly mockExternals?: boolean
  readonly limits?: Partial<RunLimits>
  /** Warnings of the file stop the run too. */
  readonly strict?: boolean
  readonly userId?: string
  readonly conversationId?: string
  /** What was said before in the conversation, oldest first: what nodes with a memory remember. Chat apps only. */
  readonly history?: ReadonlyArray<{ readonly query: string; readonly answer: string }>
  readonly trigger?: TriggerSource
  readonly tenantId?: string
  readonly appId?: string
  /** The stored workflow that runs; the hash of its graph when there is none. */
  readonly workflowId?: string
  /** Which published version runs, as text; `draft` when left out. */
  readonly workflowVersion?: string
  /** Who started the run. */
  readonly createdBy?: RunCreator
}
