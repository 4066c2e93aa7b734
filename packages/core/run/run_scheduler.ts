import { Effect } from "effect"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { BoundForm } from "../node/form.ts"
import type { NodeSignal } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import { mockOf } from "./answer_mock.ts"
import { ContainerRounds } from "./container_rounds.ts"
import { DueAttempts } from "./due_attempts.ts"
import type { DurableStart } from "./durable_start.ts"
import type { RunAccepted } from "./fact.ts"
import { FormDesk } from "./form_desk.ts"
import { concludeFailure, concludeSuccess, outcomeOf } from "./node_conclusion.ts"
import { NodeExecution } from "./node_execution.ts"
import { NodeFibers } from "./node_fibers.ts"
import { readOutcome } from "./read_outcome.ts"
import { RunEnding } from "./run_ending.ts"
import { RunJournal } from "./run_journal.ts"
import { type NodeEffect, type RecordedAnswers, runNode } from "./run_node.ts"
import type { RunProcessOptions } from "./run_process.ts"
import type { RunningNode, RunState } from "./run_state.ts"
import { takeSignal } from "./take_signal.ts"
import { isSliceSpent, nextSlice } from "./time_slice.ts"

/**
 * Takes ready nodes from the ring in order, starts them, and decides what follows from what they come to. Everything
 * is synchronous but the nodes themselves; whatever happens is written as a fact first.
 */
export class RunScheduler {
  readonly state: RunState
  readonly accepted: RunAccepted
  readonly journal: RunJournal
  readonly fibers: NodeFibers
  readonly ending: RunEnding
  /** Set where facts have to be durable before something else happens. */
  readonly starts: DurableStart | undefined
  readonly recorded: RecordedAnswers | undefined
  readonly #options: RunProcessOptions
  readonly #onFinished: () => void
  /** Most runs ask nobody, hold no containers and repeat nothing, and have none of these. */
  #openedDesk: FormDesk | undefined
  #openedRounds: ContainerRounds | undefined
  #openedDue: DueAttempts | undefined
  #isDraining = false
  /** It starts nothing before the disk has caught up. */
  #isStalled = false
  /** It lets others work, and goes on in its next slice of time. */
  #makesWay = false
  /** Set once it writes nothing more; called when no node works any more. */
  #onHalted: (() => void) | undefined

  /** `onFinished` is called when the last fact of the run is written. */
  constructor(options: RunProcessOptions, starts: DurableStart | undefined, onFinished: () => void) {
    this.#options = options
    this.#onFinished = onFinished
    this.state = options.state
    this.accepted = options.accepted
    this.starts = starts
    this.recorded = options.recorded
    this.journal = new RunJournal(options)
    this.fibers = new NodeFibers(options.context)
    this.ending = new RunEnding(this)
  }

  /** Where the run asks somebody. */
  get desk(): FormDesk {
    this.#openedDesk ??= new FormDesk({
      state: this.state,
      accepted: this.accepted,
      journal: this.journal,
      context: this.#options.context,
      ending: this.ending,
      conclude: ({ frame, node, attempt }, ended) => this.#concludeAt(frame, node, attempt, ended),
      turn: (work) => this.#goOn(work)
    })
    return this.#openedDesk
  }

  /** Attempts that wait for their turn. */
  get #due(): DueAttempts {
    this.#openedDue ??= new DueAttempts(this.fibers, () => this.drain())
    return this.#openedDue
  }

  get #rounds(): ContainerRounds {
    this.#openedRounds ??= new ContainerRounds({
      state: this.state,
      journal: this.journal,
      ending: this.ending,
      conclude: (frame, node, attempt, ended) => this.#concludeAt(frame, node, attempt, ended),
      turn: (work) => this.#goOn(work),
      watchTime: () => this.#watchTime()
    })
    return this.#openedRounds
  }

  /** Starts, or goes on with what was at work. Executions that were in flight run again, under the same key. */
  begin(): void {
    const { state } = this
    this.ending.afterFailure()
    for (const frame of [...state.frames]) if (frame.index > 0) this.#rounds.finishFrame(frame)
    for (const running of [...state.running.values()]) {
      if (state.ending !== undefined) break
      this.#continue(running)
    }
    if (state.forms.waiting.size > 0) this.desk.watch()
    this.drain()
  }

  #continue({ frame, node, attempt }: RunningNode): void {
    const { state } = this
    if (state.forms.find(frame, node) !== undefined) return
    const answered = state.answers.get(state.key(frame, node))
    if (answered !== undefined) return this.desk.goOn(answered.asked)
    const container = state.containers.get(state.key(frame, node))
    if (container === undefined) this.#due.add({ frame, node, attempt })
    else this.#rounds.advance(container, attempt)
  }

  /** Work that comes from outside, and what follows from it. */
  turn(work: () => void): void {
    this.#guard(work)
    this.drain()
  }

  /** Work that was put off: a run that was left by now, or is somebody else's, does none. */
  #goOn(work: () => void): void {
    if (this.#onHalted === undefined) this.turn(work)
  }

  /** Does everything that can be done without waiting. */
  drain(): void {
    this.#guard(() => this.#work())
  }

  /** Interrupts what works, and writes nothing more; calls back once no node works. */
  halt(onHalted: () => void): void {
    this.#onHalted = onHalted
    this.#openedDesk?.close()
    this.fibers.interrupt(onHalted)
    if (this.fibers.size === 0) onHalted()
  }

  /** Disarms everything that would call back. */
  close(): void {
    this.#openedDesk?.close()
    this.fibers.close()
  }

  /** What breaks here is a fault of the engine, or a value too large for it: it ends this run and no other. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (defect) {
      this.#isDraining = false
      if (this.state.finished !== undefined) return
      this.ending.break(defect)
      this.#work()
    }
  }

  #work(): void {
    if (this.#isDraining || this.#makesWay || this.#onHalted !== undefined) return
    const { state } = this
    this.#isDraining = true
    this.#startReady()
    this.#isDraining = false
    // Containers, and nodes that were at work before the run was taken over, have no fiber to be interrupted.
    if (state.ending !== undefined && this.fibers.size === 0) this.ending.stopNodes()
    if (!this.#makesWay && !this.#isStalled) {
      if (state.running.size === 0 && state.finished === undefined) this.#finish()
      else if (state.isWaiting && !this.#goesOnByItself) this.#pause()
    }
    this.#options.log.wake()
  }

  get #goesOnByItself(): boolean {
    return this.#openedRounds?.areOpening === true || this.#openedDesk?.expectsAnswer === true
  }

  /** Starts every ready node before anything is waited for. */
  #startReady(): void {
    const { state } = this
    const { limits } = this.accepted
    const nodes = state.graph.nodes.length
    this.#isStalled = false
    while (state.ending === undefined) {
      const { next } = state
      if (next === undefined && this.#openedDue?.isEmpty !== false) return
      if (this.fibers.size >= limits.concurrency) return
      this.#isStalled = this.#options.writer.durability?.isBehind === true
      if (this.#isStalled) return this.#watchTime()
      if (isSliceSpent()) return this.#makeWay()
      const again = this.#openedDue?.take()
      if (again !== undefined) this.#startAttempt(again.frame, again.node, again.attempt)
      else if (next !== undefined) {
        if (next < nodes && state.totalSteps >= limits.steps) return this.ending.refuseStep()
        this.#startAttempt(Math.floor(next / nodes), next % nodes, 0)
      }
    }
  }

  #makeWay(): void {
    this.#watchTime()
    this.#makesWay = true
    nextSlice(() => {
      this.#makesWay = false
      this.drain()
    })
  }

  #startAttempt(frameIndex: number, nodeIndex: number, attempt: number): void {
    const execution = this.#execution(frameIndex, nodeIndex, attempt)
    if (execution === undefined) return
    this.journal.nodeStarted(frameIndex, nodeIndex, attempt)
    const { container, form } = execution.node.bound
    const mock = mockOf(this.accepted, execution.node)
    if (container !== undefined && mock === undefined) return this.#rounds.open(execution, container)
    if (form !== undefined && mock === undefined) return this.#ask(execution, form)
    const outcome = runNode(this, execution, mock)
    if (Effect.isEffect(outcome)) this.#fork(execution, mock !== undefined, outcome)
    else this.#conclude(execution, outcome, mock !== undefined)
  }

  #execution(frameIndex: number, nodeIndex: number, attempt: number): NodeExecution | undefined {
    const { state } = this
    const { limits } = this.accepted
    const frame = state.frames[frameIndex]
    const node = state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return undefined
    return new NodeExecution(this.accepted.runId, node, frame, attempt, limits, this.#onSignal)
  }

  #ask(execution: NodeExecution, form: BoundForm): void {
    const failure = this.desk.ask(execution, form)
    if (failure !== undefined) return this.#conclude(execution, failure, false)
    this.ending.whenFull()
    this.desk.expect(execution)
  }

  /** Nothing is left to do until somebody answers: only the forms' own time is measured. */
  #pause(): void {
    if (!this.state.isPaused) this.journal.runPaused()
    this.fibers.rest()
    this.desk.watch()
  }

  #fork(execution: NodeExecution, mocked: boolean, effect: NodeEffect): void {
    const { frame, node } = execution
    const exit = this.fibers.start(this.state.key(frame.index, node.index), effect, (ended) =>
      this.turn(() => this.#conclude(execution, this.#read(node, outcomeOf(node, ended)), mocked))
    )
    if (exit !== undefined) return this.#conclude(execution, this.#read(node, outcomeOf(node, exit)), mocked)
    this.#watchTime()
  }

  /** Arms the time limit when the run waits or makes way for the first time. */
  #watchTime(): void {
    this.fibers.limitTime(
      () => Math.max(0, this.accepted.limits.time - (this.journal.now() - this.state.begunAt)),
      () => {
        this.ending.expire()
        this.drain()
      }
    )
  }

  readonly #onSignal = (execution: NodeExecution, signal: NodeSignal): void => {
    if (this.state.finished !== undefined || this.#onHalted !== undefined) return
    const taken = takeSignal(execution, signal, this.accepted.limits.outputSize)
    if (taken === undefined) return
    this.journal.nodeSignalled(execution, taken)
    if (!this.#isDraining) this.#options.log.wake()
  }

  #read(node: CompiledNode, outcome: NodeResult | NodeFailure): NodeResult | NodeFailure {
    return readOutcome(node, outcome, this.accepted.limits.outputSize)
  }

  /** Ends an execution that had no fiber. */
  #concludeAt(frameIndex: number, nodeIndex: number, attempt: number, ended: NodeResult | NodeFailure): void {
    const execution = this.#execution(frameIndex, nodeIndex, attempt)
    if (execution !== undefined) this.#conclude(execution, this.#read(execution.node, ended), false)
  }

  #conclude(execution: NodeExecution, ended: NodeResult | NodeFailure, mocked: boolean): void {
    const { frame, node, attempt } = execution
    execution.isOver = true
    if (this.#onHalted !== undefined) return this.fibers.size === 0 ? this.#onHalted() : undefined
    // A node that ends while its run is ending does not count any more: it was stopped with the run.
    if (this.state.ending !== undefined) return this.ending.stopNode(frame.index, node.index, attempt, mocked)
    const outcome = execution.fault ?? ended
    if (outcome instanceof NodeFailure && attempt < node.maximumRetries) {
      this.journal.nodeRetried(execution, outcome)
      this.ending.whenFull()
      if (this.state.ending !== undefined) return
      this.#due.retryLater(execution)
      return this.#watchTime()
    }
    const conclusion = outcome instanceof NodeFailure ? concludeFailure(node, outcome) : concludeSuccess(node, outcome)
    this.journal.nodeFinished(frame, node, attempt, conclusion, mocked)
    this.ending.afterFailure()
    this.ending.whenFull()
    if (frame.unfinished === 0 && frame.index > 0) this.#rounds.finishFrame(frame)
  }

  #finish(): void {
    this.journal.runFinished()
    this.#onFinished()
  }
}
