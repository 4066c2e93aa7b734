import { Schema } from "effect"

/** How a run stands, with Dify's values. */
export const WorkflowRunStatus = Schema.Literals([
  "scheduled",
  "running",
  "succeeded",
  "failed",
  "stopped",
  "partial-succeeded",
  "paused"
])

/** How a node stands: it did not start, works, is done, or failed (handled failures and stops included). */
export const NodeStatus = Schema.Literals(["idle", "running", "ready", "failed"])

/** How an output stands. */
export const OutputStatus = Schema.Literals([
  "pending",
  "running",
  "ready",
  "failed",
  "not_produced",
  "type_check_failed",
  "output_check_failed"
])

/** The result of a check of one output. */
export const CheckView = Schema.Struct({ passed: Schema.Boolean, reason: Schema.NullOr(Schema.String) })

const OutputType = Schema.NullOr(Schema.Literals(["string", "number", "object", "array", "boolean", "file"]))

const ErrorView = Schema.Struct({ code: Schema.String, type: Schema.String, message: Schema.String })

/** One output of a node. `type` is null when it was inferred from what the node produced. */
export const OutputView = Schema.Struct({
  name: Schema.String,
  type: OutputType,
  status: OutputStatus,
  value_preview: Schema.Unknown,
  type_check: Schema.NullOr(CheckView),
  output_check: Schema.NullOr(CheckView),
  /** How often the node was asked again for its outputs (agents). */
  retried: Schema.Int,
  /** Set when the preview shows less than the value. */
  truncated: Schema.optionalKey(Schema.Boolean),
  /** Set when the node did not declare it. */
  inferred: Schema.optionalKey(Schema.Boolean)
})

/** One node of a run. Times are ISO, without a zone, in UTC, as Dify writes them. */
export const NodeView = Schema.Struct({
  node_id: Schema.String,
  node_kind: Schema.String,
  node_display_name: Schema.String,
  node_status: NodeStatus,
  node_started_at: Schema.NullOr(Schema.String),
  node_completed_at: Schema.NullOr(Schema.String),
  outputs: Schema.Array(OutputView),
  /** Why it failed. */
  error: Schema.optionalKey(ErrorView),
  /** Attempts of the latest execution, from 1. */
  attempts: Schema.optionalKey(Schema.Int),
  /** Executions in containers: one for each round, in order. */
  rounds: Schema.optionalKey(Schema.Int),
  /** Set while it asks somebody and waits for the answer. */
  paused: Schema.optionalKey(Schema.Boolean),
  mocked: Schema.optionalKey(Schema.Boolean),
  /** Its outputs are those of the run that this one replays: it did not run here. */
  reused: Schema.optionalKey(Schema.Boolean),
  elapsed_ms: Schema.optionalKey(Schema.Finite)
})

/** All nodes of a run, in the order of its graph, nodes that never ran included. */
export const RunSnapshot = Schema.Struct({
  workflow_run_id: Schema.String,
  workflow_run_status: WorkflowRunStatus,
  node_outputs: Schema.Array(NodeView)
})

/** The whole value of one output. */
export const OutputPreview = Schema.Struct({
  node_id: Schema.String,
  output_name: Schema.String,
  type: OutputType,
  status: OutputStatus,
  value: Schema.Unknown
})

export type WorkflowRunStatus = typeof WorkflowRunStatus.Type
export type NodeStatus = typeof NodeStatus.Type
export type OutputStatus = typeof OutputStatus.Type
export type CheckView = typeof CheckView.Type
export type OutputView = typeof OutputView.Type
export type NodeView = typeof NodeView.Type
export type RunSnapshot = typeof RunSnapshot.Type
export type OutputPreview = typeof OutputPreview.Type
