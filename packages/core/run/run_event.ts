import { Schema } from "effect"
import {
  anyEdge,
  anyEvent,
  anyJson,
  anyNode,
  EventError,
  field,
  namedValues,
  nodeEnd,
  runEnd
} from "./run_event_fields.ts"

const event = <const Name extends string, const Members extends Schema.Struct.Fields>(
  name: Name,
  description: string,
  fields: Members
) => Schema.Struct({ event: Schema.Literal(name), ...fields }).annotate({ description })

const container = { ...anyNode, title: field.title }
const opened = { ...container, inputs: field.inputs, length: field.length }
const closed = { ...container, outputs: field.outputs, steps: field.steps }

/**
 * Everything a consumer of a run can see, one schema for all: the library's stream, `--format ndjson` and the HTTP
 * stream carry these. Every run starts with `run_started` and has exactly one terminal event
 * (`run_succeeded | run_partial_succeeded | run_failed | run_stopped`); every started node has exactly one finish
 * (`node_succeeded | node_failed | node_exception | node_stopped`).
 */
export const RunEvent = Schema.Union([
  event("run_started", "The run exists; the first event of every run.", {
    ...anyEvent,
    workflow: anyJson.annotate({ description: "Name, mode, id and content hash of the workflow" }),
    inputs: field.inputs,
    system: namedValues.annotate({ description: "System variables by name, without their `sys.`" })
  }),
  event("run_succeeded", "The run ended, and no node failed.", runEnd),
  event("run_partial_succeeded", "The run ended; a node failed, and its error strategy handled it.", runEnd),
  event("run_failed", "The run ended because a node failed or a limit was reached.", {
    ...runEnd,
    error: EventError,
    node_id: Schema.optionalKey(Schema.String.annotate({ description: "The node that failed first" }))
  }),
  event("run_stopped", "Somebody stopped the run.", { ...runEnd, error: EventError }),
  event("run_paused", "The run waits for somebody; the stream goes on when it is resumed.", {
    ...anyEvent,
    reasons: Schema.Array(namedValues).annotate({ description: "What it waits for: its forms" })
  }),
  event("run_resumed", "A paused run goes on.", { ...anyEvent }),
  event("node_started", "A node began; retries begin with `node_retry`.", { ...anyNode, title: field.title }),
  event("node_succeeded", "A node ended well.", nodeEnd),
  event("node_failed", "A node failed, and the run ends with it.", { ...nodeEnd, error: EventError }),
  event("node_exception", "A node failed, and its error strategy handled it.", { ...nodeEnd, error: EventError }),
  event("node_stopped", "A node was still at work when its run ended.", { ...nodeEnd, error: EventError }),
  event("node_retry", "An attempt failed, and the node will be tried again.", {
    ...anyNode,
    title: field.title,
    inputs: field.inputs,
    process_data: namedValues.annotate({ description: "What the attempt did, under Dify's names" }),
    error: EventError,
    retry_index: Schema.Int.annotate({ description: "The number of the coming retry, from 1" }),
    delay_ms: Schema.Finite.annotate({ description: "Milliseconds until then" })
  }),
  event("node_paused", "A node waits for somebody.", {
    ...anyNode,
    reason: namedValues.annotate({ description: "What it waits for: the `TYPE` and the `form_id`" })
  }),
  event("edge_taken", "The run goes along this edge.", anyEdge),
  event("edge_skipped", "The run will not go along this edge.", anyEdge),
  event(
    "chunk",
    "A piece of the text of an answer or end, in the order of its template. As the caller must get what the workflow says, no secret in it is masked.",
    {
      ...anyNode,
      selector: field.selector,
      text: field.text,
      is_final: field.is_final
    }
  ),
  event("reasoning_chunk", "A piece of what a model thought, apart from its text.", {
    ...anyNode,
    text: field.text,
    is_final: field.is_final
  }),
  event("chunk_reset", "Text streamed by an attempt that failed is withdrawn.", {
    ...anyNode,
    selector: field.selector
  }),
  event("variable_updated", "A node changed a conversation or loop variable.", {
    ...anyNode,
    selector: field.selector,
    value: anyJson.annotate({ description: "What it is now" })
  }),
  event("iteration_started", "An iteration has its list.", opened),
  event("iteration_next", "An iteration began an item.", { ...container, index: field.index }),
  event("iteration_succeeded", "All items are done.", closed),
  event("iteration_failed", "An item failed and ended the iteration.", { ...closed, error: EventError }),
  event("loop_started", "A loop has its variables.", opened),
  event("loop_next", "A loop began another round; the first one has no event.", { ...container, index: field.index }),
  event("loop_succeeded", "The loop is over.", {
    ...closed,
    completed_reason: Schema.String.annotate({ description: "`loop_break` or `loop_completed`" })
  }),
  event("loop_failed", "A round failed and ended the loop.", { ...closed, error: EventError }),
  event("agent_log", "A step of an agent.", {
    ...anyNode,
    data: namedValues.annotate({ description: "What the agent says of it, under Dify's names" })
  }),
  event("human_input_required", "A form waits for somebody to fill it in.", {
    ...anyNode,
    form: namedValues.annotate({
      description: "`form_id`, text, fields, actions and the second in which it expires, under Dify's names"
    })
  }),
  event("human_input_filled", "Somebody filled the form in.", {
    ...anyNode,
    title: field.title,
    form_id: field.form_id,
    action: Schema.String.annotate({ description: "The id of the action that was chosen" }),
    action_title: Schema.String.annotate({ description: "Its title" }),
    values: namedValues.annotate({ description: "What was filled in" }),
    rendered_content: Schema.String.annotate({ description: "The text of the form with what was filled in" })
  }),
  event("human_input_expired", "Nobody filled the form in before its time was over.", {
    ...anyNode,
    title: field.title,
    form_id: field.form_id,
    expiration_time: Schema.Finite.annotate({ description: "Seconds since 1970" })
  })
])

/** Lets `event.node_id` be read from every event; those about no node have none. */
type MayNameNode<Event> = Event extends unknown
  ? "node_id" extends keyof Event
    ? Event
    : Event & { readonly node_id?: undefined }
  : never

/** One event of a run. */
export type RunEvent = MayNameNode<typeof RunEvent.Type>
