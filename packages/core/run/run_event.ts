import { Schema } from "effect"

const Json = Schema.Unknown
const Fields = Schema.Record(Schema.String, Json)

/** An error as events and results carry it. */
export const EventError = Schema.Struct({
  code: Schema.String,
  /** Dify's `error_type`; may be empty. */
  type: Schema.String,
  message: Schema.String
})

const base = {
  run_id: Schema.String,
  /** Position in the run's stream of events, from 1. */
  seq: Schema.Int,
  /** Milliseconds since 1970. */
  at: Schema.Number
}

const node = {
  ...base,
  node_id: Schema.String,
  node_type: Schema.String,
  /** Frame path and node: equal for all attempts of one execution. */
  execution: Schema.String,
  /** `root`, or the path of an iteration item or loop round: `root/loop_1[2]`. */
  frame: Schema.String,
  /** 0 for the first attempt. */
  attempt: Schema.Int
}

const finish = {
  ...node,
  title: Schema.String,
  inputs: Fields,
  process_data: Fields,
  outputs: Fields,
  metadata: Fields,
  usage: Schema.optionalKey(Json),
  elapsed_ms: Schema.Number,
  mocked: Schema.Boolean
}

const end = {
  ...base,
  outputs: Fields,
  elapsed_ms: Schema.Number,
  total_tokens: Schema.Int,
  total_steps: Schema.Int,
  exceptions_count: Schema.Int
}

const edge = {
  ...base,
  frame: Schema.String,
  /** The source node. */
  node_id: Schema.String,
  edge_id: Schema.String,
  target_node_id: Schema.String,
  source_handle: Schema.String
}

const container = { ...node, title: Schema.String }

const event = <const Name extends string, const Members extends Schema.Struct.Fields>(name: Name, fields: Members) =>
  Schema.Struct({ event: Schema.Literal(name), ...fields })

/**
 * Everything a consumer of a run can see, one schema for all: the library's stream, `--format ndjson` and the HTTP
 * stream carry these. Every run starts with `run_started` and has exactly one terminal event
 * (`run_succeeded | run_partial_succeeded | run_failed | run_stopped`); every started node has exactly one finish
 * (`node_succeeded | node_failed | node_exception | node_stopped`).
 */
export const RunEvent = Schema.Union([
  event("run_started", { ...base, workflow: Json, inputs: Fields }),
  event("run_succeeded", end),
  event("run_partial_succeeded", end),
  event("run_failed", { ...end, error: EventError, node_id: Schema.optionalKey(Schema.String) }),
  event("run_stopped", { ...end, error: EventError }),
  event("run_paused", { ...base, reasons: Schema.Array(Fields) }),
  event("run_resumed", { ...base }),
  event("node_started", { ...node, title: Schema.String }),
  event("node_succeeded", finish),
  event("node_failed", { ...finish, error: EventError }),
  event("node_exception", { ...finish, error: EventError }),
  event("node_stopped", { ...finish, error: EventError }),
  event("node_retry", {
    ...node,
    title: Schema.String,
    error: EventError,
    retry_index: Schema.Int,
    delay_ms: Schema.Number
  }),
  event("node_paused", { ...node, reason: Fields }),
  event("edge_taken", edge),
  event("edge_skipped", edge),
  event("chunk", {
    ...node,
    /** The variable the text comes from; text of the template itself names the answer or end node. */
    selector: Schema.Array(Schema.String),
    text: Schema.String,
    /** The last chunk of its answer or end. */
    is_final: Schema.Boolean
  }),
  event("reasoning_chunk", { ...node, text: Schema.String, is_final: Schema.Boolean }),
  /** Text streamed by an attempt that failed is withdrawn. */
  event("chunk_reset", { ...node, selector: Schema.Array(Schema.String) }),
  event("variable_updated", { ...node, selector: Schema.Array(Schema.String), value: Json }),
  event("iteration_started", { ...container, inputs: Fields, length: Schema.Int }),
  event("iteration_next", { ...container, index: Schema.Int }),
  event("iteration_succeeded", { ...container, outputs: Fields, steps: Schema.Int }),
  event("iteration_failed", { ...container, outputs: Fields, steps: Schema.Int, error: EventError }),
  event("loop_started", { ...container, inputs: Fields, length: Schema.Int }),
  event("loop_next", { ...container, index: Schema.Int }),
  event("loop_succeeded", { ...container, outputs: Fields, steps: Schema.Int, completed_reason: Schema.String }),
  event("loop_failed", { ...container, outputs: Fields, steps: Schema.Int, error: EventError }),
  event("agent_log", { ...node, data: Fields }),
  event("human_input_required", { ...node, form: Fields }),
  event("human_input_filled", { ...node, action: Schema.String, values: Fields }),
  event("human_input_expired", { ...node })
])

/** One event of a run. */
export type RunEvent = typeof RunEvent.Type

/** The name of an event. */
export type RunEventName = RunEvent["event"]
