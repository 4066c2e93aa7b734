import { Schema } from "effect"

const text = Schema.String
const optionalText = Schema.NullOr(Schema.String)
const seconds = Schema.Int.annotate({ description: "Seconds since 1970" })
const json = Schema.Record(Schema.String, Schema.Unknown)
const optionalJson = Schema.NullOr(json)
const flag = Schema.Boolean

/** Names run, task and message of an event; workflow apps and chat apps send different ones. */
export const envelope = {
  workflow_run_id: Schema.optionalKey(text),
  task_id: Schema.optionalKey(text),
  conversation_id: Schema.optionalKey(text),
  message_id: Schema.optionalKey(text),
  created_at: Schema.optionalKey(seconds)
}

/** Who started the run: an account, or an end user under the caller's own name. */
export const CreatedBy = Schema.Union([
  Schema.Struct({ id: text, name: text, email: text }),
  Schema.Struct({ id: text, user: text })
])

/** What every event about a node tells of it. */
const node = { id: text, node_id: text, node_type: text, title: text }

const container = { ...node, created_at: seconds, extras: json }

/** The payloads of events, by subject. */
export const fields = {
  text,
  optionalText,
  json,
  runStarted: {
    id: text,
    workflow_id: text,
    inputs: json,
    created_at: seconds,
    reason: Schema.Literals(["initial", "resumption"])
  },
  runFinished: {
    id: text,
    workflow_id: text,
    status: Schema.Literals(["succeeded", "partial-succeeded", "failed", "stopped"]),
    outputs: json,
    error: optionalText,
    elapsed_time: Schema.Finite,
    total_tokens: Schema.Int,
    total_steps: Schema.Int,
    created_by: CreatedBy,
    created_at: seconds,
    finished_at: seconds,
    exceptions_count: Schema.Int,
    files: Schema.Array(json)
  },
  runPaused: {
    workflow_run_id: text,
    paused_nodes: Schema.Array(text),
    outputs: json,
    reasons: Schema.Array(json),
    status: Schema.Literal("paused"),
    created_at: seconds,
    elapsed_time: Schema.Finite,
    total_tokens: Schema.Int,
    total_steps: Schema.Int
  },
  formRequired: {
    form_id: text,
    node_id: text,
    node_title: text,
    form_content: text,
    inputs: Schema.Array(json),
    actions: Schema.Array(json),
    display_in_ui: flag,
    form_token: optionalText,
    resolved_default_values: json,
    expiration_time: Schema.Int
  },
  formFilled: {
    node_id: text,
    node_title: text,
    rendered_content: text,
    action_id: text,
    action_text: text,
    submitted_data: optionalJson
  },
  formTimeout: { node_id: text, node_title: text, expiration_time: Schema.Int },
  nodeStarted: {
    ...node,
    index: Schema.Int,
    predecessor_node_id: optionalText,
    inputs: optionalJson,
    inputs_truncated: flag,
    created_at: seconds,
    extras: json,
    iteration_id: optionalText,
    loop_id: optionalText,
    agent_strategy: optionalJson
  },
  nodeFinished: {
    ...node,
    index: Schema.Int,
    predecessor_node_id: optionalText,
    inputs: optionalJson,
    inputs_truncated: flag,
    process_data: optionalJson,
    process_data_truncated: flag,
    outputs: optionalJson,
    outputs_truncated: flag,
    status: Schema.Literals(["succeeded", "failed", "exception", "retry"]),
    error: optionalText,
    elapsed_time: Schema.Finite,
    execution_metadata: optionalJson,
    created_at: seconds,
    finished_at: seconds,
    files: Schema.Array(json),
    iteration_id: optionalText,
    loop_id: optionalText
  },
  containerStarted: { ...container, metadata: json, inputs: json, inputs_truncated: flag },
  containerNext: { ...container, index: Schema.Int },
  containerCompleted: {
    ...container,
    outputs: json,
    outputs_truncated: flag,
    inputs: json,
    inputs_truncated: flag,
    status: Schema.Literals(["succeeded", "failed"]),
    error: optionalText,
    elapsed_time: Schema.Finite,
    total_tokens: Schema.Int,
    execution_metadata: json,
    finished_at: seconds,
    steps: Schema.Int
  },
  agentLog: {
    node_execution_id: text,
    id: text,
    label: text,
    parent_id: optionalText,
    error: optionalText,
    status: text,
    data: json,
    metadata: json,
    node_id: text
  }
}
