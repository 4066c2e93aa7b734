import { assert } from "@effect/vitest"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import { formDeadline } from "../../run/form_deadline.ts"
import { type AskedForm, FormLedger } from "../../run/form_ledger.ts"
import type { SimulationFaults } from "./_test_simulation_faults.ts"

/** What an answer may be refused with: somebody else was quicker, the run is over, or the database is away. */
const refusals = new Set([
  "human_input_form_submitted",
  "human_input_form_not_found",
  "run_not_paused",
  "run_taken_over",
  "store_unavailable"
])

/** How long a form may wait beyond its time while somebody works, in milliseconds: a lease, a look, and lost answers. */
const patience = 30_000

/** Times are kept in whole nanoseconds, in milliseconds. */
const rounding = 1e-5

interface Answered {
  readonly runId: string
  readonly formId: string
  readonly note: string
}

/** What must hold of the forms of runs: each ends once, by an answer that came in time or when its time is over. */
export class FormOracles {
  /** When processes were left in peace, in milliseconds since 1970. */
  calmAt = 0
  /** How many forms nobody answered in time. */
  expired = 0
  readonly #answered: Array<Answered> = []
  readonly #faults: SimulationFaults

  constructor(faults: SimulationFaults) {
    this.#faults = faults
  }

  /** An answer with a note that somebody gave at a moment was taken. */
  answered(accepted: RunAccepted, asked: AskedForm, at: number, note: string): void {
    const { runId } = accepted
    const formId = asked.form.form_id
    const isSecond = this.#answered.some((one) => one.formId === formId)
    this.#faults.note(() => {
      assert.isFalse(isSecond, `U2: the form ${formId} was answered twice`)
      assert.isBelow(at, formDeadline(asked, accepted.limits).at, `U5: the form ${formId} was answered after its time`)
    })
    this.#answered.push({ runId, formId, note })
  }

  /** An answer was not taken, at a moment. */
  refused(accepted: RunAccepted, asked: AskedForm, at: number, code: string): void {
    this.#faults.note(() => {
      if (code !== "human_input_form_expired") return assert.include([...refusals], code, "U5: an answer was refused")
      assert.isAtLeast(at, formDeadline(asked, accepted.limits).at, `U5: ${asked.form.form_id} had time left`)
    })
  }

  /** How the forms of a run that has ended were closed. */
  check(accepted: RunAccepted, facts: ReadonlyArray<Fact>, isWell: boolean): void {
    const ledger = new FormLedger()
    const notes = new Map<string, unknown>()
    for (const fact of facts) {
      if (fact.kind === "node_resumed")
        notes.set(ledger.find(fact.frame, fact.node)?.form.form_id ?? "", fact.action && fact.values.note)
      if (fact.kind === "node_resumed" && fact.action === undefined)
        this.#expire(accepted, ledger.find(fact.frame, fact.node), fact.at)
      if (fact.kind === "run_ending" && fact.error.code === "human_input_time_limit_exceeded")
        this.#expire(accepted, [...ledger.waiting.values()].toSorted(byDeadline(accepted))[0], fact.at)
      ledger.apply(fact)
    }
    if (!isWell) return
    for (const { formId, note } of this.#answered.filter(({ runId }) => runId === accepted.runId))
      assert.strictEqual(notes.get(formId), note, `U3: the answer to ${formId} is lost`)
  }

  #expire(accepted: RunAccepted, asked: AskedForm | undefined, at: number): void {
    assert.isDefined(asked, `U2: a form of ${accepted.runId} expired that did not wait`)
    const deadline = formDeadline(asked, accepted.limits).at
    this.expired++
    assert.isAtLeast(at + rounding, deadline, `U3: ${asked.form.form_id} expired early`)
    assert.isAtMost(at, Math.max(deadline, this.calmAt) + patience, `U1: ${asked.form.form_id} expired late`)
  }
}

const byDeadline =
  ({ limits }: RunAccepted) =>
  (left: AskedForm, right: AskedForm): number =>
    formDeadline(left, limits).at - formDeadline(right, limits).at
