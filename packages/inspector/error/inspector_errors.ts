import {
  defineError,
  type StoredValueUnreadable,
  type StoreUnavailable,
  WorkflowRunNotFound
} from "@flowglass/core/error"

export { WorkflowRunNotFound } from "@flowglass/core/error"

/** A published run asked for as a draft run. */
export class PublishedRunInspectorNotImplemented extends defineError<PublishedRunInspectorNotImplemented>()({
  code: "published_run_inspector_not_implemented",
  status: 404,
  family: "inspector",
  title: "This path does not show published runs",
  remedy: "Ask for the run through the `published` path."
}) {}

/** The graph of the run has no such node. Dify's code and text. */
export class NodeNotInWorkflowRun extends defineError<NodeNotInWorkflowRun>()({
  code: "node_not_in_workflow_run",
  status: 404,
  family: "inspector",
  title: "The run has no such node",
  remedy: "Inspect the run alone: that lists its nodes (command line: `flowglass inspect RUN`)."
}) {}

/** The node neither declares nor produced such an output. Dify's code and text. */
export class NodeOutputNotDeclared extends defineError<NodeOutputNotDeclared>()({
  code: "node_output_not_declared",
  status: 404,
  family: "inspector",
  title: "The node has no such output",
  remedy: "Inspect the node alone: that lists its outputs (command line: `flowglass inspect RUN NODE`)."
}) {}

/** What reading a run from its store can answer; a store in memory answers none of it. */
export type RunReadError = StoreUnavailable | StoredValueUnreadable

/** What asking for a run can answer. */
export type RunInspectionError = WorkflowRunNotFound | PublishedRunInspectorNotImplemented | RunReadError

/** What asking for a node can answer. */
export type NodeInspectionError = RunInspectionError | NodeNotInWorkflowRun

/** What asking for an output can answer. */
export type OutputInspectionError = NodeInspectionError | NodeOutputNotDeclared

/** All codes of the Inspector. */
export const inspectorErrors = [
  PublishedRunInspectorNotImplemented,
  NodeNotInWorkflowRun,
  NodeOutputNotDeclared
] as const
