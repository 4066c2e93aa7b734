import type { OutputDeclaration } from "../node/output_declaration.ts"
import type { Value } from "../value/value.ts"

/** The modes of an app that are workflows. */
export type WorkflowMode = "workflow" | "advanced-chat"

/** A node as a run keeps it: enough to list, inspect and replay it without today's file or registry. */
export interface GraphNode {
  readonly id: string
  readonly type: string
  readonly version: string
  /** `data.title`, or the id. */
  readonly title: string
  /** `data` as it stood in the file. */
  readonly data: Value
  /** What the node promised when the run started. */
  readonly outputs: ReadonlyArray<OutputDeclaration>
  /** The iteration or loop it is a child of. */
  readonly parent?: string
}

/** An edge as a run keeps it. */
export interface GraphEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  /** `source` unless the source node is a branch. */
  readonly sourceHandle: string
}

/** The graph of a run, in the order of the document. Runs of one workflow share it by reference. */
export interface RunGraph {
  readonly name: string
  readonly mode: WorkflowMode
  /** The `version` of the DSL file; undefined for files without one. */
  readonly dslVersion: string | undefined
  /** Identifies the content: equal graphs have equal hashes. */
  readonly hash: string
  readonly nodes: ReadonlyArray<GraphNode>
  readonly edges: ReadonlyArray<GraphEdge>
  /** The node a run starts at. */
  readonly root: string
  /** Names of environment variables that are secret: their values are masked wherever they are shown. */
  readonly secretNames: ReadonlyArray<string>
}
