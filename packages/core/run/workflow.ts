import type { CompiledGraph } from "../graph/compiled_graph.ts"
import type { ValueObject } from "../value/value.ts"
import type { StreamPlan } from "./stream_plan.ts"

/** A workflow ready to run any number of times: read, validated and compiled once. */
export interface Workflow {
  readonly name: string
  readonly compiled: CompiledGraph
  readonly plan: StreamPlan | undefined
  readonly environment: ValueObject
  readonly conversation: ValueObject
}
