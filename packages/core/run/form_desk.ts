import { type Context, Result } from "effect"
import { HumanInputTimeLimitExceeded } from "../error/human_input_errors.ts"
import type { BoundForm } from "../node/form.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import { emptyObject } from "../value/value_object.ts"
import { type AnswerError, type CheckedAnswer, checkAnswer } from "./check_answer.ts"
import type { RunAccepted } from "./fact.ts"
import type { FindFormError } from "./find_form.ts"
import { FormClock } from "./form_clock.ts"
import { formDeadline } from "./form_deadline.ts"
import type { AskedForm } from "./form_ledger.ts"
import type { HandedAnswer } from "./handed_answer.ts"
import type { NodeExecution } from "./node_execution.ts"
import { pauseForm } from "./pause_form.ts"
import { readOutcome } from "./read_outcome.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { RunEnding } from "./run_ending.ts"
import type { RunJournal } from "./run_journal.ts"
import type { RunState } from "./run_state.ts"

/** What a desk has of its run. */
export interface FormDeskOptions {
  readonly state: RunState
  readonly accepted: RunAccepted
  readonly journal: RunJournal
  readonly context: Context.Context<never>
  readonly ending: RunEnding
  /** Ends an execution that has its answer, or gets none. */
  readonly conclude: (asked: AskedForm, ended: NodeResult | NodeFailure) => void
  /** Does work of the run outside its turn, and what follows from it. */
  readonly turn: (work: () => void) => void
}

const nothing = emptyObject()

/** Where a run asks somebody and takes the answers; it measures the time of the forms. */
export class FormDesk {
  readonly #options: FormDeskOptions
  readonly #clock: FormClock
  #expected = 0

  constructor(options: FormDeskOptions) {
    this.#options = options
    this.#clock = new FormClock(options.context)
  }

  /** Asks somebody; a question that cannot be asked is a failure of its node. */
  ask(execution: NodeExecution, form: BoundForm): NodeFailure | undefined {
    const { accepted, journal } = this.#options
    const question = form.ask(execution)
    if (question instanceof NodeFailure) return question
    const askedAt = this.#clock.now()
    const reason = pauseForm(execution, question, askedAt + form.timeout, accepted.trigger)
    const read = readOutcome(execution.node, { outputs: { ...reason } }, accepted.limits.outputSize)
    if (read instanceof NodeFailure) return read
    journal.nodePaused(execution, askedAt, reason)
    this.watch()
    return undefined
  }

  /** Whether an answer comes by itself: then the run does not pause for it. */
  get expectsAnswer(): boolean {
    return this.#expected > 0
  }

  /** In a replay the answer to what was asked may come by itself. */
  expect(execution: NodeExecution): void {
    const { state, conclude, turn } = this.#options
    const { frame, node } = execution
    const asked = state.forms.find(frame.index, node.index)
    if (asked === undefined || node.answersForm === undefined) return
    this.#expected++
    const isExpected = node.answersForm(execution.execution, asked.form, (given) => {
      this.#expected--
      turn(() => (given instanceof NodeFailure ? conclude(asked, given) : this.take(asked, given)))
    })
    if (!isExpected) this.#expected--
  }

  /** The form that an answer is for, and its values. */
  check(given: ResumeOptions): Result.Result<CheckedAnswer, FindFormError | AnswerError> {
    const { state, accepted } = this.#options
    return checkAnswer(state.forms, accepted.limits, given, this.#clock.now())
  }

  /** Takes the answer to a form that waits: a paused run goes on. */
  take(asked: AskedForm, answer: HandedAnswer): void {
    const { state, journal } = this.#options
    if (state.isPaused) journal.runResumed()
    journal.nodeResumed(asked, answer)
    this.goOn(asked)
    this.watch()
  }

  /** Ends a node whose answer is recorded. */
  goOn(asked: AskedForm): void {
    const { state, conclude } = this.#options
    const answered = state.answers.get(state.key(asked.frame, asked.node))
    const form = state.graph.nodes[asked.node]?.bound.form
    if (form !== undefined && answered !== undefined) conclude(asked, form.answered(asked.form, answered.answer))
  }

  /** Ends the waiting of forms whose time is over. */
  expire(): void {
    const { state, accepted, ending } = this.#options
    const now = this.#clock.now()
    for (const asked of [...state.forms.waiting.values()]) {
      const { at, goesOn } = formDeadline(asked, accepted.limits)
      if (at > now || state.ending !== undefined) continue
      if (goesOn) this.take(asked, { action: undefined, values: nothing })
      else {
        const message = `Human input global timeout at node ${asked.form.node_id}`
        ending.end("stopped", new HumanInputTimeLimitExceeded({ message }))
      }
    }
    this.watch()
  }

  /** Sees to it that the time of the forms that wait now ends. */
  watch(): void {
    const { state, accepted, turn } = this.#options
    const deadlines = Array.from(state.forms.waiting.values(), (asked) => formDeadline(asked, accepted.limits).at)
    this.#clock.watch(deadlines, () => turn(() => this.expire()))
  }

  /** Stops measuring. */
  close(): void {
    this.#clock.close()
  }
}
