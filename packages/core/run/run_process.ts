import { type Context, Result } from "effect"
import { RunNotPaused } from "../error/human_input_errors.ts"
import type { Durability, StoreRefusal } from "../store/durability.ts"
import type { FactWriter } from "../store/run_store.ts"
import type { AnswerError, CheckedAnswer } from "./check_answer.ts"
import { DurableStart } from "./durable_start.ts"
import type { Fact, RunAccepted } from "./fact.ts"
import type { FindFormError } from "./find_form.ts"
import type { AskedForm } from "./form_ledger.ts"
import type { HandedAnswer } from "./handed_answer.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { RunJournalOptions } from "./run_journal.ts"
import type { RunLog } from "./run_log.ts"
import type { RecordedAnswers } from "./run_node.ts"
import { RunScheduler } from "./run_scheduler.ts"
import type { RunState } from "./run_state.ts"

/** What a run works with. */
export interface RunProcessOptions extends RunJournalOptions {
  /** Services, span and log annotations that node fibers inherit. */
  readonly context: Context.Context<never>
  readonly recorded: RecordedAnswers | undefined
  readonly onEnd: (process: RunProcess) => void
}

/** A run at work, from outside: begun, stopped, answered, left to somebody else, or lost by its store. */
export class RunProcess {
  readonly state: RunState
  readonly log: RunLog
  readonly accepted: RunAccepted
  /** Returns once everything it wrote is durable; undefined for a store that has nothing to wait for. */
  readonly flush: FactWriter["flush"]
  readonly #options: RunProcessOptions
  readonly #scheduler: RunScheduler
  #hasLeft = false
  /** The store takes no more of it. */
  #isLost = false

  constructor(options: RunProcessOptions) {
    const { durability, flush } = options.writer
    this.#options = options
    this.state = options.state
    this.log = options.log
    this.accepted = options.accepted
    this.flush = flush
    const starts = durability === undefined ? undefined : new DurableStart(durability)
    this.#scheduler = new RunScheduler(options, starts, () => this.#close())
    durability?.onChange(() => this.#onDurable(durability))
  }

  /** Takes over the facts that a run starts or continues from. */
  replay(facts: ReadonlyArray<Fact>): void {
    this.#scheduler.journal.replay(facts)
  }

  /** Starts or continues the run. */
  begin(): void {
    if (this.state.finished === undefined) return this.#scheduler.begin()
    this.log.close()
    this.#options.onEnd(this)
  }

  /** Ends the run as stopped; working nodes are interrupted. Without effect once the run is ending. */
  stop(reason: string): void {
    if (this.state.finished !== undefined) return
    this.#scheduler.ending.stop(reason)
    this.#scheduler.drain()
  }

  /** The form that an answer is for, and its values. What is over by now goes on without them. */
  check(given: ResumeOptions): Result.Result<CheckedAnswer, FindFormError | AnswerError> {
    const { ending, finished } = this.state
    // A run that is ending, or that this process has left, takes no answers.
    if (this.#hasLeft || (ending !== undefined && finished === undefined))
      return Result.fail(new RunNotPaused({ message: "The run does not wait for anybody any more." }))
    const { desk } = this.#scheduler
    const checked = desk.check(given)
    if (Result.isFailure(checked) && checked.failure.code === "human_input_form_expired")
      this.#scheduler.turn(() => desk.expire())
    return checked
  }

  /** Gives its answer to a form that waits. */
  answer(asked: AskedForm, answer: HandedAnswer): void {
    this.#scheduler.turn(() => this.#scheduler.desk.take(asked, answer))
  }

  /** Whether somebody else can go on with it from its facts: it waits for somebody, or its facts are on disk. */
  get canBeLeft(): boolean {
    return this.state.isPaused || this.#options.writer.durability !== undefined
  }

  /** Lets go of the run as it is: what works is interrupted, and nothing more is written. */
  leave(): void {
    if (this.#hasLeft || this.state.finished !== undefined) return
    this.#hasLeft = true
    this.#scheduler.halt(() => {
      this.log.close()
      this.#close()
    })
  }

  /** More is durable, there is room for more, or the store takes no more of this run. */
  #onDurable(durability: Durability): void {
    const { refusal, durableSeq } = durability
    if (refusal !== undefined && !this.#isLost) return this.#lose(refusal, durability)
    // Where not even the end is taken, those who listen are told nevertheless.
    this.log.reveal(refusal === undefined ? durableSeq : Number.POSITIVE_INFINITY)
    this.#scheduler.starts?.release()
    if (this.state.finished === undefined && !this.#hasLeft) this.#scheduler.drain()
    else this.log.wake()
  }

  /** What is not durable did not happen, and nothing more will: the run ends with why. */
  #lose(refusal: StoreRefusal, durability: Durability): void {
    this.#isLost = true
    this.#scheduler.journal.lost(refusal, durability.takeBack())
    this.#scheduler.halt(() => undefined)
    this.#close()
  }

  #close(): void {
    this.#scheduler.close()
    this.#options.onEnd(this)
  }
}
