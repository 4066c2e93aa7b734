import type { Fact } from "./fact.ts"
import type { RunClock } from "./run_clock.ts"
import type { RunLog } from "./run_log.ts"
import { RunState } from "./run_state.ts"
import { RunTelling } from "./run_telling.ts"
import type { Workflow } from "./workflow.ts"

/** Where a run is read into. */
export interface RunReadingOptions {
  readonly workflow: Workflow
  readonly log: RunLog
  readonly clock: RunClock
}

/** A run that somebody else writes: its facts become its state here, and the entries of a log. */
export class RunReading {
  readonly state: RunState
  readonly #telling: RunTelling
  #position = 0

  constructor({ workflow, log, clock }: RunReadingOptions) {
    this.state = new RunState(workflow.compiled)
    this.#telling = new RunTelling({ state: this.state, log, clock, plan: workflow.plan })
  }

  /** Takes all facts that the run has so far; says whether some of them were new. */
  take(facts: ReadonlyArray<Fact>): boolean {
    if (facts.length <= this.#position) return false
    this.#telling.replay(facts.slice(this.#position))
    this.#position = facts.length
    return true
  }
}
