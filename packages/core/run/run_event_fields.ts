import { Schema } from "effect"

/** Any JSON value. */
export const anyJson = Schema.Unknown

/** An object by names. */
export const namedValues = Schema.Record(Schema.String, anyJson)

/** An error as events and results carry it. */
export const EventError = Schema.Struct({
  code: Schema.String,
  /** Dify's `error_type`; may be empty. */
  type: Schema.String,
  message: Schema.String
}).annotate({ description: "A declared code, Dify's `error_type` (may be empty), and a plain message" })

/** What every event has. */
export const anyEvent = {
  run_id: Schema.String.annotate({ description: "The run" }),
  seq: Schema.Int.annotate({ description: "Position in the run's stream of events, from 1" }),
  at: Schema.Finite.annotate({ description: "Milliseconds since 1970" })
}

/** What every event of a node has. */
export const anyNode = {
  ...anyEvent,
  node_id: Schema.String.annotate({ description: "The node" }),
  node_type: Schema.String.annotate({ description: "Its `data.type` in the file" }),
  execution: Schema.String.annotate({ description: "Frame path and node: equal for all attempts of one execution" }),
  frame: Schema.String.annotate({
    description: "`root`, or the path of an iteration item or loop round: `root/loop_1[2]`"
  }),
  attempt: Schema.Int.annotate({ description: "0 for the first attempt" })
}

/** Fields that several events share, by name. */
export const field = {
  title: Schema.String.annotate({ description: "The title of the node in the file" }),
  inputs: namedValues.annotate({ description: "What it worked on; secrets are masked" }),
  outputs: namedValues.annotate({
    description:
      "What it produced; secrets are masked in those of nodes, and stand in those of the run as the workflow says"
  }),
  elapsed_ms: Schema.Finite.annotate({ description: "Milliseconds it took, all attempts together" }),
  selector: Schema.Array(Schema.String).annotate({
    description: "The variable, for example `[node, output]`; text of a template itself names the answer or end node"
  }),
  length: Schema.Int.annotate({ description: "How many items there are, or rounds there can be" }),
  index: Schema.Int.annotate({ description: "The item or round, from 0" }),
  form_id: Schema.String.annotate({ description: "The form, as `human_input_required` named it" }),
  steps: Schema.Int.annotate({ description: "How many items or rounds it counts" }),
  text: Schema.String.annotate({
    description: "The piece of text, which may be empty; what the workflow says, unmasked"
  }),
  is_final: Schema.Boolean.annotate({ description: "Whether it is the last piece" })
}

/** What every end of a node has. */
export const nodeEnd = {
  ...anyNode,
  title: field.title,
  inputs: field.inputs,
  process_data: namedValues.annotate({ description: "What it did in between, under Dify's names" }),
  outputs: field.outputs,
  metadata: namedValues.annotate({ description: "Facts about the execution that are no outputs" }),
  usage: Schema.optionalKey(anyJson.annotate({ description: "Tokens and prices of the model calls" })),
  elapsed_ms: field.elapsed_ms,
  mocked: Schema.Boolean.annotate({ description: "Whether a mock answered" })
}

/** What every end of a run has. */
export const runEnd = {
  ...anyEvent,
  outputs: field.outputs,
  elapsed_ms: field.elapsed_ms,
  total_tokens: Schema.Int.annotate({ description: "Tokens of all model calls" }),
  total_steps: Schema.Int.annotate({ description: "Nodes of the root graph that were started" }),
  exceptions_count: Schema.Int.annotate({ description: "Failures of nodes, handled ones included" })
}

/** What every event of an edge has. */
export const anyEdge = {
  ...anyEvent,
  frame: anyNode.frame,
  node_id: Schema.String.annotate({ description: "The node that the edge comes from" }),
  edge_id: Schema.String.annotate({ description: "The edge" }),
  target_node_id: Schema.String.annotate({ description: "The node that the edge leads to" }),
  source_handle: Schema.String.annotate({ description: "The handle that the edge leaves: `source`, or a branch" })
}
