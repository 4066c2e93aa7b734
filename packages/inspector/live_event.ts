import { Schema } from "effect"
import { NodeView, RunSnapshot, WorkflowRunStatus } from "./run_snapshot.ts"

const event = <const Name extends string, Data extends Schema.Constraint>(name: Name, data: Data) =>
  Schema.Struct({
    event: Schema.Literal(name),
    /** How many facts a reader that has this event and all before it knows. */
    id: Schema.Int,
    data
  })

const RunState = Schema.Struct({ workflow_run_id: Schema.String, workflow_run_status: WorkflowRunStatus })

/** What the live stream of a run says, with Dify's names: first a snapshot, then changes, then the end. */
export const LiveEvent = Schema.Union([
  event("snapshot", RunSnapshot),
  event("node_changed", NodeView),
  event("workflow_run_paused", RunState),
  event("workflow_run_resumed", RunState),
  event("workflow_run_completed", RunState)
])

/**
 * One event of the live stream. `id` is the number of facts that a reader knows once it has this event and all before
 * it: a reader that comes back says it (`from`, `Last-Event-ID`) and gets what changed since, no less and no more.
 */
export type LiveEvent = typeof LiveEvent.Type
