import type { UsageData } from "../run/fact.ts"
import type { Value, ValueObject } from "../value/value.ts"

/** What a model call cost. */
export type Usage = typeof UsageData.Type

/** A change of a variable outside the node's own outputs: conversation variables and loop variables. */
export interface VariableUpdate {
  readonly selector: readonly [string, string]
  readonly value: Value
}

/** What an execution of a node left behind beside its outputs; kept for failures too. */
export interface NodeDetails {
  /** What the node worked with, shown in the Inspector and events; secrets are masked by the engine. */
  readonly inputs?: ValueObject
  /** How it worked: prompts, the request it sent, attempts. */
  readonly processData?: ValueObject
  /** Facts about the execution that are no outputs, under Dify's names: `tool_info`, `agent_log`, `output_type_check`. */
  readonly metadata?: ValueObject
  readonly usage?: Usage
}

/** What a node returns when it succeeded. */
export interface NodeResult extends NodeDetails {
  readonly outputs: ValueObject
  /** The handle a branch node selected; others leave it out. */
  readonly handle?: string
  readonly updates?: ReadonlyArray<VariableUpdate>
}
