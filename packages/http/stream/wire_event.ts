import { Schema } from "effect"
import { envelope, fields } from "./wire_fields.ts"

type Fields = Schema.Struct.Fields

/** An event whose payload stands beside its name. */
const flat = <const Name extends string, const Members extends Fields>(name: Name, members: Members) =>
  Schema.Struct({ event: Schema.Literal(name), ...envelope, ...members })

/** An event whose payload stands under `data`. */
const event = <const Name extends string, const Members extends Fields>(name: Name, members: Members) =>
  flat(name, { data: Schema.Struct(members) })

const selector = Schema.NullOr(Schema.Array(Schema.String))

/**
 * One record of the stream of a run, as Dify's clients read it. Beside these there is the bare record `event: ping`:
 * first of all, and then about every ten seconds.
 */
export const WireEvent = Schema.Union([
  event("workflow_started", fields.runStarted),
  event("workflow_finished", fields.runFinished),
  event("workflow_paused", fields.runPaused),
  event("human_input_required", fields.formRequired),
  event("human_input_form_filled", fields.formFilled),
  event("human_input_form_timeout", fields.formTimeout),
  event("node_started", fields.nodeStarted),
  event("node_finished", fields.nodeFinished),
  event("node_retry", { ...fields.nodeFinished, retry_index: Schema.Int }),
  event("iteration_started", fields.containerStarted),
  event("iteration_next", fields.containerNext),
  event("iteration_completed", fields.containerCompleted),
  event("loop_started", fields.containerStarted),
  event("loop_next", { ...fields.containerNext, pre_loop_output: fields.json }),
  event("loop_completed", fields.containerCompleted),
  event("text_chunk", { text: fields.text, from_variable_selector: selector }),
  event("text_replace", { text: fields.text }),
  event("agent_log", fields.agentLog),
  event("reasoning_chunk", {
    message_id: fields.optionalText,
    reasoning: fields.text,
    node_id: fields.text,
    is_final: Schema.Boolean
  }),
  flat("message", { id: fields.text, answer: fields.text, from_variable_selector: selector }),
  flat("message_replace", { answer: fields.text, reason: fields.text }),
  flat("message_end", { id: fields.text, metadata: fields.json, files: Schema.Array(fields.json) }),
  flat("error", { code: fields.text, message: fields.text, status: Schema.Int })
])

/** One record of the stream of a run. */
export type WireEvent = typeof WireEvent.Type

type Addressed = "workflow_run_id" | "task_id" | "conversation_id" | "message_id" | "created_at"

type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, Addressed> : never

/** A record before it is told which run, task and message it belongs to. */
export type WireBody = WithoutEnvelope<WireEvent>
