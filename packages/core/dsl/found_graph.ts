import type { ValueObject } from "../value/value.ts"

/** The graph of a file, and what stands beside it. */
export interface FoundGraph {
  readonly graph: ValueObject
  readonly graphPointer: string
  /** Where environment variables, conversation variables and features stand. */
  readonly workflow: ValueObject
  readonly workflowPointer: string
}
