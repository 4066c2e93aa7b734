import type { RunResult } from "@flowglass/core"
import { Schema } from "effect"
import type { ActiveRun } from "../run/active_runs.ts"
import { wireForms } from "./form_wire.ts"
import { seconds } from "./seconds.ts"
import type { WireSource } from "./wire_source.ts"

const text = Schema.String

/** How a run ended, to a caller who waited for it, or that it is paused. A failed node is data here. */
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
    finished_at: Schema.NullOr(Schema.Int),
    /** Of a run that waits for somebody only. */
    paused_nodes: Schema.optionalKey(Schema.Array(text)),
    reasons: Schema.optionalKey(Schema.Array(Schema.Record(Schema.String, Schema.Unknown)))
  })
})

/** How a run ended, to a caller who waited for it. */
export type BlockingBody = typeof BlockingBody.Type

/** What a paused run waits for. */
const pauseOf = ({ forms = [] }: RunResult, formToken: WireSource["formToken"]) => ({
  paused_nodes: [...new Set(forms.map(({ node_id }) => node_id))],
  reasons: wireForms(forms, formToken).map((form) => ({ ...form }))
})

/** Dify's body; `startedAt` is in milliseconds. */
export const blockingBody = (
  { workflowId, run }: ActiveRun,
  result: RunResult,
  startedAt: number,
  formToken?: WireSource["formToken"]
): BlockingBody => ({
  task_id: run.id,
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
    finished_at: result.status === "paused" ? null : seconds(startedAt + result.elapsed_ms),
    ...(result.status === "paused" ? pauseOf(result, formToken) : {})
  }
})
