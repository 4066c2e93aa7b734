import type { Fact } from "./fact.ts"
import type { RunClock } from "./run_clock.ts"
import type { RunLog } from "./run_log.ts"
import type { RunState } from "./run_state.ts"
import { RunText } from "./run_text.ts"
import type { StreamPlan } from "./stream_plan.ts"

/** Where the facts of a run are told. */
export interface RunTellingOptions {
  readonly state: RunState
  readonly log: RunLog
  readonly clock: RunClock
  /** How the text of the run streams, by scope; undefined when it has none. */
  readonly plan: ReadonlyArray<StreamPlan | undefined> | undefined
}

/** Tells the facts of a run, whoever writes them: each goes into the state, then before the consumers. */
export class RunTelling {
  /** Its streamed text. */
  readonly text: RunText | undefined
  readonly #state: RunState
  readonly #log: RunLog

  constructor({ state, log, clock, plan }: RunTellingOptions) {
    this.#state = state
    this.#log = log
    this.text = plan === undefined ? undefined : new RunText(state, plan, log, clock)
  }

  /** Tells facts that were written before, or by somebody else. */
  replay(facts: ReadonlyArray<Fact>): void {
    for (const fact of facts) this.tell(fact, true)
  }

  /** `isReplay` is as for the state: the edges of a node that ended are decided here. */
  tell(fact: Fact, isReplay: boolean): void {
    this.#state.apply(fact, isReplay)
    if (this.text === undefined) this.#log.push(fact)
    else this.text.show(fact)
  }
}
