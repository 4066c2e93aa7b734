import { plainJson, type RunSummary } from "@flowglass/core"
import { Schema } from "effect"
import { seconds } from "../stream/seconds.ts"

/** A run, looked up. */
export const RunDetail = Schema.Struct({
  id: Schema.String,
  workflow_id: Schema.String,
  status: Schema.String,
  /** JSON as text: Dify's clients parse it. */
  inputs: Schema.String,
  /** An object, unlike the inputs. */
  outputs: Schema.Record(Schema.String, Schema.Unknown),
  error: Schema.NullOr(Schema.String),
  total_steps: Schema.Int,
  total_tokens: Schema.Int,
  created_at: Schema.Int,
  finished_at: Schema.NullOr(Schema.Int),
  elapsed_time: Schema.Finite
})

/** A run, looked up. */
export type RunDetail = typeof RunDetail.Type

export const runDetail = (run: RunSummary): RunDetail => ({
  id: run.id,
  workflow_id: run.workflowId,
  status: run.status,
  inputs: plainJson(run.inputs),
  outputs: run.outputs,
  error: run.error?.message ?? null,
  total_steps: run.totalSteps,
  total_tokens: run.totalTokens,
  created_at: seconds(run.createdAt),
  finished_at: run.finishedAt === null ? null : seconds(run.finishedAt),
  elapsed_time: run.elapsed / 1000
})
