import type { Fact } from "./fact.ts"
import { isPausedForm, type PausedForm } from "./paused_form.ts"

/** A form that was asked, and by which execution. */
export interface AskedForm {
  readonly frame: number
  readonly node: number
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly askedAt: number
  readonly form: PausedForm
}

/** How a form was closed: answered, or over because of its time or the end of its run. */
export type FormEnd = "submitted" | "expired" | "stopped"

/** A form that does not wait any more. */
export interface ClosedForm extends AskedForm {
  readonly end: FormEnd
  /** Which answer it was, when it came through another process than the one that worked on the run. */
  readonly answerId?: string | undefined
}

/** By form id, and the form of each execution. Most runs ask nobody and have none of it. */
interface Forms {
  readonly waiting: Map<string, AskedForm>
  readonly closed: Map<string, ClosedForm>
  readonly byExecution: Map<string, string>
}

const noForms: ReadonlyMap<string, never> = new Map<string, never>()

/** The forms of a run as its facts tell them: those that wait, in the order in which they were asked, and the others. */
export class FormLedger {
  #forms: Forms | undefined

  /** The ledger of a run. */
  static of(facts: ReadonlyArray<Fact>): FormLedger {
    const ledger = new FormLedger()
    for (const fact of facts) ledger.apply(fact)
    return ledger
  }

  /** Forms that wait, by form id. */
  get waiting(): ReadonlyMap<string, AskedForm> {
    return this.#forms?.waiting ?? noForms
  }

  /** Forms that do not wait any more, by form id. */
  get closed(): ReadonlyMap<string, ClosedForm> {
    return this.#forms?.closed ?? noForms
  }

  /** Takes a fact in; most are none of its business. */
  apply(fact: Fact): void {
    switch (fact.kind) {
      case "node_paused":
        return this.#ask(fact)
      case "node_resumed":
        return this.#close(fact, fact.action === undefined ? "expired" : "submitted", fact.answerId)
      case "node_finished":
        return this.#close(fact, "stopped")
      default:
    }
  }

  /** The form of an execution that waits. */
  find(frame: number, node: number): AskedForm | undefined {
    if (this.#forms === undefined) return undefined
    const id = this.#forms.byExecution.get(`${frame} ${node}`)
    return id === undefined ? undefined : this.#forms.waiting.get(id)
  }

  #ask({ frame, node, attempt, at, reason }: Fact & { readonly kind: "node_paused" }): void {
    if (!isPausedForm(reason)) return
    this.#forms ??= { waiting: new Map(), closed: new Map(), byExecution: new Map() }
    this.#forms.waiting.set(reason.form_id, { frame, node, attempt, askedAt: at, form: reason })
    this.#forms.byExecution.set(`${frame} ${node}`, reason.form_id)
  }

  #close({ frame, node }: { readonly frame: number; readonly node: number }, end: FormEnd, answerId?: string): void {
    const asked = this.find(frame, node)
    if (asked === undefined || this.#forms === undefined) return
    this.#forms.waiting.delete(asked.form.form_id)
    this.#forms.closed.set(asked.form.form_id, { ...asked, end, answerId })
  }
}
