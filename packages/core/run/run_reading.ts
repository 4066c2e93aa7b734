import type { FactWriter } from "../store/run_store.ts"
import type { Fact, RunAccepted } from "./fact.ts"
import type { RunClock } from "./run_clock.ts"
import { RunJournal } from "./run_journal.ts"
import type { RunLog } from "./run_log.ts"
import { RunState } from "./run_state.ts"
import type { Workflow } from "./workflow.ts"

/** Where a run is read into. */
export interface RunReadingOptions {
  readonly workflow: Workflow
  readonly accepted: RunAccepted
  readonly log: RunLog
  readonly clock: RunClock
}

/** Who reads writes nothing. */
const noWriter: FactWriter = { append: (fact) => fact, durability: undefined, flush: undefined }

/** A run that somebody else writes: its facts become its state here, and the entries of a log. */
export class RunReading {
  readonly state: RunState
  readonly #journal: RunJournal
  #position = 0

  constructor({ workflow, accepted, log, clock }: RunReadingOptions) {
    this.state = new RunState(workflow.compiled)
    this.#journal = new RunJournal({
      state: this.state,
      accepted,
      writer: noWriter,
      log,
      clock,
      plan: workflow.plan,
      onTaken: undefined
    })
  }

  /** Takes all facts that the run has so far; says whether some of them were new. */
  take(facts: ReadonlyArray<Fact>): boolean {
    if (facts.length <= this.#position) return false
    this.#journal.replay(facts.slice(this.#position))
    this.#position = facts.length
    return true
  }
}
