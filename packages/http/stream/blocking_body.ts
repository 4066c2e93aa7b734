import type { RunResult } from "@flowglass/core"
import { Schema } from "effect"
import type { ActiveRun } from "../run/active_runs.ts"
import { seconds } from "./seconds.ts"

const text = Schema.String

/** How a run ended, to a caller who waited for it. A failed node is data here. */
export const BlockingBody = Schema.Struct({
  task_id: text,
  workflow_run_id: text,
  data: Schema.Struct({
    id: text,
    workflow_id: text,
    status: text,
    outputs: Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown)),
    error: Schema.NullOr(text),
    elapsed_time: Schema.Finite,
    total_tokens: Schema.Int,
    total_steps: Schema.Int,
    created_at: Schema.Int,
    finished_at: Schema.NullOr(Schema.Int)
  })
})

/** How a run ended, to a caller who waited for it. */
export type BlockingBody = typeof BlockingBody.Type

/** Dify's body; `startedAt` is in milliseconds. */
export const blockingBody = (
  { taskId, workflowId, run }: ActiveRun,
  result: RunResult,
  startedAt: number
): BlockingBody => ({
  task_id: taskId,
  workflow_run_id: run.id,
  data: {
    id: run.id,
    workflow_id: workflowId,
    status: result.status,
    outputs: result.outputs,
    error: result.error?.message ?? null,
    elapsed_time: result.elapsed_ms / 1000,
    total_tokens: result.total_tokens,
    total_steps: result.total_steps,
    created_at: seconds(startedAt),
    finished_at: seconds(startedAt + result.elapsed_ms)
  }
})
