import { Schema } from "effect"
import { OutputDeclaration } from "../node/output_declaration.ts"
import { ValueSchema } from "../value/value_schema.ts"

/** The modes of an app that are workflows. */
export const WorkflowMode = Schema.Literals(["workflow", "advanced-chat"])
export type WorkflowMode = typeof WorkflowMode.Type

/** A node as a run keeps it: enough to list, inspect and replay it without today's file or registry. */
export const GraphNode = Schema.Struct({
  id: Schema.String,
  type: Schema.String,
  version: Schema.String,
  /** `data.title`, or the id. */
  title: Schema.String,
  /** `data` as it stood in the file. */
  data: ValueSchema,
  /** What the node promised when the run started. */
  outputs: Schema.Array(OutputDeclaration),
  /** The iteration or loop it is a child of. */
  parent: Schema.optionalKey(Schema.String)
})
export type GraphNode = typeof GraphNode.Type

/** An edge as a run keeps it. */
export const GraphEdge = Schema.Struct({
  id: Schema.String,
  source: Schema.String,
  target: Schema.String,
  /** `source` unless the source node is a branch. */
  sourceHandle: Schema.String
})
export type GraphEdge = typeof GraphEdge.Type

/** The graph of a run, in the order of the document. Runs of one workflow share it by reference. */
export const RunGraph = Schema.Struct({
  name: Schema.String,
  mode: WorkflowMode,
  /** The `version` of the DSL file; null for files without one. */
  dslVersion: Schema.NullOr(Schema.String),
  /** Identifies the content: equal graphs have equal hashes. */
  hash: Schema.String,
  nodes: Schema.Array(GraphNode),
  edges: Schema.Array(GraphEdge),
  /** The node a run starts at. */
  root: Schema.String,
  /** Names of environment variables that are secret: their values are masked wherever they are shown. */
  secretNames: Schema.Array(Schema.String)
})
export type RunGraph = typeof RunGraph.Type
