import { renderedContent } from "../node/human_input/rendered_content.ts"
import { toPlain } from "../value/to_plain.ts"
import type { Value, ValueObject } from "../value/value.ts"
import type { NodeFinished, NodePaused, NodeResumed } from "./fact.ts"
import { type AskedForm, FormLedger } from "./form_ledger.ts"
import type { PausedForm } from "./paused_form.ts"
import type { RunEvent } from "./run_event.ts"

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

/** What an event of a node begins with; the next one of the run each time it is asked for. */
type NodeBase = Pick<
  Extract<RunEvent, { readonly event: "node_started" }>,
  "run_id" | "seq" | "at" | "node_id" | "node_type" | "execution" | "frame" | "attempt"
>

/** Shows what somebody is asked, and what they answer, without secrets. */
export class FormProjection {
  readonly #mask: (value: Value) => Value
  readonly #ledger = new FormLedger()

  constructor(mask: (value: Value) => Value) {
    this.#mask = mask
  }

  /** Appends the events of a question or an answer. */
  project(fact: NodePaused | NodeResumed, base: () => NodeBase, events: Array<RunEvent>): void {
    const asked = this.#ledger.find(fact.frame, fact.node)
    this.#ledger.apply(fact)
    if (fact.kind === "node_paused") this.#asked(fact, base, events)
    else if (asked !== undefined) events.push(this.#answered(fact, asked, base()))
  }

  /** Takes note that an execution has ended, whether or not somebody answered. */
  close(fact: NodeFinished): void {
    if (this.#ledger.waiting.size > 0) this.#ledger.apply(fact)
  }

  /** The forms that wait. */
  waiting(): ReadonlyArray<Fields> {
    return Array.from(this.#ledger.waiting.values(), ({ form }) => this.#shown(form))
  }

  #asked({ frame, node, reason }: NodePaused, base: () => NodeBase, events: Array<RunEvent>): void {
    const form = this.#ledger.find(frame, node)?.form
    if (form === undefined) {
      events.push({ event: "node_paused", ...base(), reason: this.#shown(reason) })
      return
    }
    const { TYPE, form_id } = form
    events.push({ event: "human_input_required", ...base(), form: this.#shown(form) })
    events.push({ event: "node_paused", ...base(), reason: { TYPE, form_id } })
  }

  #answered({ action, values }: NodeResumed, { form }: AskedForm, base: NodeBase): RunEvent {
    const { form_id, node_title: title, expiration_time } = form
    const shared = { ...base, title, form_id }
    if (action === undefined) return { event: "human_input_expired", ...shared, expiration_time }
    return {
      event: "human_input_filled",
      ...shared,
      action,
      action_title: titleOf(form, action),
      values: this.#shown(values),
      rendered_content: this.#text(renderedContent(form, values))
    }
  }

  #shown(value: ValueObject): Fields {
    const shown: unknown = toPlain(this.#mask(value))
    return isFields(shown) ? shown : {}
  }

  #text(text: string): string {
    const shown = this.#mask(text)
    return typeof shown === "string" ? shown : text
  }
}

const titleOf = ({ actions }: PausedForm, action: string): string =>
  actions.find(({ id }) => id === action)?.title ?? ""
