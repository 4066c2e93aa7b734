import type { Problem } from "../dsl/problem.ts"
import type { WorkflowVariable } from "../dsl/workflow_document.ts"
import type { CompiledGraph } from "../graph/compiled_graph.ts"
import type { StartVariable } from "../node/start/start_variable.ts"
import type { StreamPlan } from "./stream_plan.ts"

/** A workflow ready to run any number of times: read, validated and compiled once. */
export interface Workflow {
  readonly name: string
  readonly compiled: CompiledGraph
  readonly plan: ReadonlyArray<StreamPlan | undefined> | undefined
  /** The inputs of a run. */
  readonly startVariables: ReadonlyArray<StartVariable>
  readonly environment: ReadonlyArray<WorkflowVariable>
  readonly conversation: ReadonlyArray<WorkflowVariable>
  /** What is odd about the file, but does not keep it from running. */
  readonly warnings: ReadonlyArray<Problem>
}
