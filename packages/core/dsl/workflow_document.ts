import type { NodePolicy } from "../graph/compiled_graph.ts"
import type { GraphEdge, WorkflowMode } from "../graph/run_graph.ts"
import type { BoundNode } from "../node/node_type.ts"
import type { StartVariable } from "../node/start/start_variable.ts"
import type { Value, ValueObject } from "../value/value.ts"

/** A node of a file. */
export interface WorkflowNode {
  readonly id: string
  readonly type: string
  /** `data.version`, or `"1"`. */
  readonly version: string
  /** `data.title`, or the id. */
  readonly title: string
  /** `data` as it stands in the file; that of an assigner with the types of the lists that it changes. */
  readonly data: ValueObject
  /** What runs it; undefined when its type is unknown or its config wrong, which are problems too. */
  readonly bound: BoundNode | undefined
  readonly policy: NodePolicy
  /** The iteration or loop it is in. */
  readonly parent: string | undefined
  /** JSON pointer to the node in the file. */
  readonly pointer: string
}

/** The types of variables that belong to the workflow. */
export type VariableType =
  | "string"
  | "secret"
  | "number"
  | "boolean"
  | "object"
  | "array[string]"
  | "array[number]"
  | "array[object]"
  | "array[boolean]"

/** An environment or conversation variable. */
export interface WorkflowVariable {
  /** Any text: an UUID in files of Dify. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly type: VariableType
  readonly value: Value
}

/** What a workflow file says, in the order of the file. */
export interface WorkflowDocument {
  readonly name: string
  readonly description: string
  readonly mode: WorkflowMode
  /** The `version` of the file; undefined for files without one, which are the oldest. */
  readonly dslVersion: string | undefined
  readonly nodes: ReadonlyArray<WorkflowNode>
  /** Edges between nodes that exist. */
  readonly edges: ReadonlyArray<GraphEdge>
  /** Id of the node a run starts at; undefined when there is none, which is a problem too. */
  readonly root: string | undefined
  /** The inputs of a run: the variables of the start node. */
  readonly startVariables: ReadonlyArray<StartVariable>
  readonly environment: ReadonlyArray<WorkflowVariable>
  readonly conversation: ReadonlyArray<WorkflowVariable>
  /** `workflow.features` as it stands in the file: opening statement, file upload and so on. */
  readonly features: ValueObject
}
