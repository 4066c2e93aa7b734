import { PausedForm, type RunEvent } from "@flowglass/core"
import { Schema } from "effect"
import type { WireBody } from "./wire_event.ts"
import type { WireSource } from "./wire_source.ts"

type EventOf<Name extends RunEvent["event"]> = Extract<RunEvent, { readonly event: Name }>

const isForm = Schema.is(PausedForm)

/** A form that waits, with the token that it is answered with. */
export type WireForm = PausedForm & { readonly form_token: string | null }

/** The forms that a pause is for. */
export const wireForms = (
  reasons: ReadonlyArray<unknown>,
  formToken: WireSource["formToken"]
): ReadonlyArray<WireForm> =>
  reasons.flatMap((reason) => (isForm(reason) ? [{ ...reason, form_token: formToken?.(reason) ?? null }] : []))

const fieldsOf = (entries: ReadonlyArray<object>): ReadonlyArray<{ readonly [name: string]: unknown }> =>
  entries.map((entry) => ({ ...entry }))

/** What Dify's pages show of a form. */
export const formRequired = (form: WireForm): WireBody => ({
  event: "human_input_required",
  data: {
    form_id: form.form_id,
    node_id: form.node_id,
    node_title: form.node_title,
    form_content: form.form_content,
    inputs: fieldsOf(form.inputs),
    actions: fieldsOf(form.actions),
    display_in_ui: form.display_in_ui,
    form_token: form.form_token,
    resolved_default_values: { ...form.resolved_default_values },
    expiration_time: form.expiration_time
  }
})

/** An answer, ahead of the end of its node. */
export const formFilled = (event: EventOf<"human_input_filled">): WireBody => ({
  event: "human_input_form_filled",
  data: {
    node_id: event.node_id,
    node_title: event.title,
    rendered_content: event.rendered_content,
    action_id: event.action,
    action_text: event.action_title,
    submitted_data: event.values
  }
})

/** That nobody answered in time. */
export const formTimeout = ({ node_id, title, expiration_time }: EventOf<"human_input_expired">): WireBody => ({
  event: "human_input_form_timeout",
  data: { node_id, node_title: title, expiration_time }
})
