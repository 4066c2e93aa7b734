import { Schema } from "effect"
import { NodeView, RunSnapshot, WorkflowRunStatus } from "./run_snapshot.ts"

/** What the live stream of a run says, with Dify's names: first a snapshot, then changes, then the end. */
export const LiveEvent = Schema.Union([
  Schema.Struct({ event: Schema.Literal("snapshot"), id: Schema.Int, data: RunSnapshot }),
  Schema.Struct({ event: Schema.Literal("node_changed"), id: Schema.Int, data: NodeView }),
  Schema.Struct({
    event: Schema.Literals(["workflow_run_paused", "workflow_run_resumed"]),
    id: Schema.Int,
    data: Schema.Struct({ workflow_run_id: Schema.String, workflow_run_status: WorkflowRunStatus })
  }),
  Schema.Struct({
    event: Schema.Literal("workflow_run_completed"),
    id: Schema.Int,
    data: Schema.Struct({ workflow_run_id: Schema.String, workflow_run_status: WorkflowRunStatus })
  })
])

/** One event of the live stream. `id` is the number of facts it reflects: a reader that comes back says what it knows. */
export type LiveEvent = typeof LiveEvent.Type
