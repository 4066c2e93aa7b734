import { type Context, Effect, Result } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import { RunNotPaused } from "../error/human_input_errors.ts"
import {
  NodeInterrupted,
  NodeTimeLimitExceeded,
  RunDefect,
  RunSizeLimitExceeded,
  RunStepLimitExceeded,
  RunStopped,
  RunTimeLimitExceeded
} from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { BoundContainer } from "../node/container.ts"
import type { NodeOutcome } from "../node/define_node.ts"
import type { BoundForm } from "../node/form.ts"
import type { NodeSignal } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import type { Durability, StoreRefusal } from "../store/durability.ts"
import type { FactWriter } from "../store/run_store.ts"
import type { ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import { answerMock, lacksMock, mockMissing, mockOf } from "./answer_mock.ts"
import type { AnswerError, CheckedAnswer } from "./check_answer.ts"
import type { ContainerRun } from "./container_run.ts"
import { DurableStart } from "./durable_start.ts"
import type { ErrorData, Fact, RunAccepted, RunEnd } from "./fact.ts"
import type { FindFormError } from "./find_form.ts"
import { FormDesk } from "./form_desk.ts"
import type { AskedForm } from "./form_ledger.ts"
import type { Frame } from "./frame.ts"
import {
  concludeFailure,
  concludeSuccess,
  defectFailure,
  describeDefect,
  errorData,
  outcomeOf
} from "./node_conclusion.ts"
import { NodeExecution } from "./node_execution.ts"
import { NodeFibers } from "./node_fibers.ts"
import { readOutcome } from "./read_outcome.ts"
import type { ResumeOptions } from "./resume_options.ts"
import { RunJournal, type RunJournalOptions } from "./run_journal.ts"
import type { RunLog } from "./run_log.ts"
import type { RunningNode, RunState } from "./run_state.ts"
import { takeSignal } from "./take_signal.ts"
import { isSliceSpent, nextSlice } from "./time_slice.ts"

/** What a run works with. */
export interface RunProcessOptions extends RunJournalOptions {
  /** Services, span and log annotations that node fibers inherit. */
  readonly context: Context.Context<never>
  /** Answers of an earlier run, given instead of running the node; undefined runs it. */
  readonly recorded: ((execution: NodeExecution) => NodeResult | NodeFailure | undefined) | undefined
  readonly onEnd: (process: RunProcess) => void
}

type NodeEffect = Effect.Effect<NodeResult, NodeFailure>

const toEffect = (outcome: NodeOutcome<never>): NodeEffect => {
  if (Effect.isEffect(outcome)) return outcome
  return outcome instanceof NodeFailure ? Effect.fail(outcome) : Effect.succeed(outcome)
}

const nothing = emptyObject()

/**
 * A run at work: takes ready nodes from the ring in order, starts them, and decides what follows from what they come
 * to. Everything is synchronous but the nodes themselves; whatever happens is written as a fact first.
 */
export class RunProcess {
  readonly state: RunState
  readonly log: RunLog
  readonly accepted: RunAccepted
  readonly #options: RunProcessOptions
  /** Returns once everything it wrote is durable; undefined for a store that has nothing to wait for. */
  readonly flush: FactWriter["flush"]
  readonly #journal: RunJournal
  readonly #fibers: NodeFibers
  /** Set where facts have to be durable before something else happens. */
  readonly #starts: DurableStart | undefined
  /** Most runs ask nobody, and have none. */
  #openedDesk: FormDesk | undefined
  /** Attempts of nodes that are not new: they begin as soon as the run may work on one more, before nodes that are. */
  readonly #due: Array<Pick<RunningNode, "frame" | "node" | "attempt">> = []
  #isDraining = false
  #hasLeft = false
  /** It starts nothing before the disk has caught up. */
  #isStalled = false
  /** The store takes no more of it. */
  #isLost = false
  /** It lets others work, and goes on in its next slice of time. */
  #makesWay = false
  /** Containers that open their next rounds in another slice of time. */
  #advancing = 0
  /** Answers that come by themselves. */
  #expected = 0

  constructor(options: RunProcessOptions) {
    this.#options = options
    this.state = options.state
    this.log = options.log
    this.accepted = options.accepted
    this.flush = options.writer.flush
    this.#journal = new RunJournal(options)
    this.#fibers = new NodeFibers(options.context)
    const { durability } = options.writer
    if (durability === undefined) return
    this.#starts = new DurableStart(durability)
    durability.onChange(() => this.#onDurable(durability))
  }

  get #desk(): FormDesk {
    this.#openedDesk ??= new FormDesk({
      state: this.state,
      accepted: this.accepted,
      journal: this.#journal,
      context: this.#options.context,
      conclude: (asked, result) => this.#concludeAnswered(asked, result),
      stop: (error) => this.#end("stopped", error)
    })
    return this.#openedDesk
  }

  /** Takes over the facts that a run starts or continues from. */
  replay(facts: ReadonlyArray<Fact>): void {
    this.#journal.replay(facts)
  }

  /** More is durable, there is room for more, or the store takes no more of this run. */
  #onDurable(durability: Durability): void {
    const { refusal, durableSeq } = durability
    if (refusal !== undefined && !this.#isLost) return this.#lose(refusal, durability)
    // Where not even the end is taken, those who listen are told nevertheless.
    this.log.reveal(refusal === undefined ? durableSeq : Number.POSITIVE_INFINITY)
    this.#starts?.release()
    if (this.state.finished === undefined && !this.#hasLeft) this.#drain()
    else this.log.wake()
  }

  /** What is not durable did not happen, and nothing more will: the run ends with why. */
  #lose(refusal: StoreRefusal, durability: Durability): void {
    this.#isLost = true
    this.#journal.lost(refusal, durability.takeBack())
    this.#fibers.interrupt(() => undefined)
    this.#openedDesk?.close()
    this.#fibers.close()
    this.#options.onEnd(this)
  }

  /** Starts or continues the run. Executions that were in flight run again, under the same execution key. */
  begin(): void {
    const { state } = this
    if (state.finished !== undefined) {
      this.log.close()
      return this.#options.onEnd(this)
    }
    this.#endAfterFailure()
    for (const frame of [...state.frames]) this.#finishFrame(frame)
    for (const { frame, node, attempt } of [...state.running.values()]) {
      if (state.ending !== undefined) break
      if (state.forms.find(frame, node) !== undefined) continue
      const answered = state.answers.get(state.key(frame, node))
      if (answered !== undefined) {
        this.#desk.goOn(answered.asked)
        continue
      }
      const container = state.containers.get(state.key(frame, node))
      if (container === undefined) this.#due.push({ frame, node, attempt })
      else this.#advance(container, attempt)
    }
    this.#watchForms()
    this.#drain()
  }

  /** Ends the run as stopped; working nodes are interrupted. Without effect once the run is ending. */
  stop(reason: string): void {
    if (this.state.finished !== undefined) return
    this.#end("stopped", new RunStopped({ message: reason }))
    this.#drain()
  }

  /** The form that an answer is for, and its values. What is over by now goes on without them. */
  check(given: ResumeOptions): Result.Result<CheckedAnswer, FindFormError | AnswerError> {
    const { ending, finished } = this.state
    // A run that is ending, or that this process has left, takes no answers.
    if (this.#hasLeft || (ending !== undefined && finished === undefined))
      return Result.fail(new RunNotPaused({ message: "The run does not wait for anybody any more." }))
    const checked = this.#desk.check(given)
    if (Result.isFailure(checked) && checked.failure.code === "human_input_form_expired") this.#expireForms()
    return checked
  }

  /** Gives its answer to a form that waits. */
  answer({ asked, answer }: CheckedAnswer): void {
    this.#guard(() => this.#desk.take(asked, answer))
    this.#watchForms()
    this.#drain()
  }

  /** Whether somebody else can go on with it from its facts: it waits for somebody, or its facts are on disk. */
  get canBeLeft(): boolean {
    return this.state.isPaused || this.#options.writer.durability !== undefined
  }

  /** Lets go of the run as it is: what works is interrupted, and nothing more is written. */
  leave(): void {
    if (this.#hasLeft || this.state.finished !== undefined) return
    this.#hasLeft = true
    this.#openedDesk?.close()
    this.#fibers.interrupt(() => this.#leaveForGood())
    if (this.#fibers.size === 0) this.#leaveForGood()
  }

  #leaveForGood(): void {
    this.#fibers.close()
    this.log.close()
    this.#options.onEnd(this)
  }

  #expireForms(): void {
    this.#guard(() => this.#desk.expire())
    this.#watchForms()
    this.#drain()
  }

  #watchForms(): void {
    if (this.#openedDesk === undefined && this.state.forms.waiting.size === 0) return
    this.#desk.watch(() => this.#expireForms())
  }

  #drain(): void {
    this.#guard(() => this.#work())
  }

  /** What breaks here is a fault of the engine, or a value too large for it: it ends this run and no other. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (defect) {
      this.#isDraining = false
      if (this.state.finished !== undefined) return
      this.#end("failed", new RunDefect({ message: `The run broke: ${describeDefect(defect)}` }))
      this.#work()
    }
  }

  #work(): void {
    if (this.#isDraining || this.#makesWay || this.#hasLeft || this.#isLost) return
    this.#isDraining = true
    this.#startReady()
    this.#isDraining = false
    // Containers, and nodes that were at work before the run was taken over, have no fiber to be interrupted.
    if (this.state.ending !== undefined && this.#fibers.size === 0) this.#stopRunning()
    if (this.state.running.size === 0 && !this.#makesWay && !this.#isStalled && this.state.finished === undefined)
      this.#finish()
    else if (this.state.isWaiting && !this.#makesWay && !this.#isStalled && this.#advancing + this.#expected === 0)
      this.#pause()
    this.log.wake()
  }

  /** Starts every ready node before anything is waited for. */
  #startReady(): void {
    const { state, accepted } = this
    const nodes = state.graph.nodes.length
    this.#isStalled = false
    while (state.ending === undefined) {
      const { next } = state
      if (next === undefined && this.#due.length === 0) return
      if (this.#fibers.size >= accepted.limits.concurrency) return
      this.#isStalled = this.#options.writer.durability?.isBehind === true
      if (this.#isStalled) return this.#watchTime()
      if (isSliceSpent()) return this.#makeWay()
      const due = this.#due.shift()
      if (due !== undefined) this.#startAttempt(due.frame, due.node, due.attempt)
      else if (next !== undefined) {
        if (next < nodes && state.totalSteps >= accepted.limits.steps) return this.#refuseStep()
        this.#startAttempt(Math.floor(next / nodes), next % nodes, 0)
      }
    }
  }

  #makeWay(): void {
    this.#watchTime()
    this.#makesWay = true
    nextSlice(() => {
      this.#makesWay = false
      this.#drain()
    })
  }

  #refuseStep(): void {
    const { steps } = this.accepted.limits
    const message = `Maximum execution steps exceeded: ${steps + 1} > ${steps}`
    this.#end("failed", new RunStepLimitExceeded({ message }))
  }

  #startAttempt(frameIndex: number, nodeIndex: number, attempt: number): void {
    const frame = this.state.frames[frameIndex]
    const node = this.state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    this.#journal.nodeStarted(frameIndex, nodeIndex, attempt)
    const execution = this.#execution(frame, node, attempt)
    const mock = mockOf(this.accepted, node)
    if (node.bound.container !== undefined && mock === undefined)
      return this.#openContainer(execution, node.bound.container)
    if (node.bound.form !== undefined && mock === undefined) return this.#ask(execution, node.bound.form)
    if (mock === undefined && this.#starts?.isNeeded(node) === true) {
      const begin = Effect.suspend(() => toEffect(this.#begin(execution, mock)))
      return this.#fork(execution, false, Effect.andThen(this.#starts.wait(), this.#limitTime(execution, begin)))
    }
    const outcome = this.#begin(execution, mock)
    if (Effect.isEffect(outcome)) this.#fork(execution, mock !== undefined, this.#limitTime(execution, outcome))
    else this.#conclude(execution, outcome, mock !== undefined)
  }

  #execution(frame: Frame, node: CompiledNode, attempt: number): NodeExecution {
    return new NodeExecution(this.accepted.runId, node, frame, attempt, this.accepted.limits, this.#onSignal)
  }

  #openContainer(execution: NodeExecution, container: BoundContainer): void {
    const opening = container.open(execution)
    if (opening instanceof NodeFailure) return this.#conclude(execution, opening, false)
    this.#journal.containerStarted(execution, opening)
    const { frame, node, attempt } = execution
    const run = this.state.containers.get(this.state.key(frame.index, node.index))
    if (run !== undefined) this.#advance(run, attempt)
  }

  /** Starts the rounds that a container wants now, or ends it. */
  #advance(run: ContainerRun, attempt: number): void {
    const node = this.state.graph.nodes[run.node]
    const container = node?.bound.container
    if (node === undefined || container === undefined || this.state.ending !== undefined) return
    if (this.state.containers.get(this.state.key(run.frame.index, run.node)) !== run) return
    while (this.state.ending === undefined) {
      const step = container.next(run, (run.last ?? run.frame).pool)
      if (step === "wait") return
      if (step !== "round")
        return this.#conclude(this.#execution(run.frame, node, attempt), this.#read(node, step), false)
      const frame = this.#journal.frameStarted(run, container.roundVariables(run.opening, run.started))
      // A container with nothing inside: its rounds are over as they begin.
      if (frame?.unfinished === 0) this.#journal.frameFinished(frame, container.roundResult(frame.pool, node.id))
      this.#endWhenFull()
      if (isSliceSpent()) return this.#advanceLater(run, attempt)
    }
  }

  /** Many rounds that begin at once, or are empty, leave room for others: for a stop or a limit as well. */
  #advanceLater(run: ContainerRun, attempt: number): void {
    this.#watchTime()
    this.#advancing++
    nextSlice(() => {
      this.#advancing--
      this.#guard(() => this.#advance(run, attempt))
      this.#drain()
    })
  }

  /** Ends a child frame whose nodes are all done, and lets its container go on. */
  #finishFrame(frame: Frame): void {
    const run = this.state.containerOf(frame)
    const node = run === undefined ? undefined : this.state.graph.nodes[run.node]
    if (run === undefined || node?.bound.container === undefined || frame.unfinished > 0 || frame.isFinished) return
    if (this.state.ending !== undefined) return
    this.#journal.frameFinished(frame, node.bound.container.roundResult(frame.pool, node.id))
    this.#advance(run, 0)
  }

  #ask(execution: NodeExecution, form: BoundForm): void {
    const failure = this.#desk.ask(execution, form)
    if (failure !== undefined) return this.#conclude(execution, failure, false)
    this.#watchForms()
    this.#endWhenFull()
    this.#awaitAnswer(execution)
  }

  /** In a replay the answer comes by itself: then the run does not pause for it. */
  #awaitAnswer(execution: NodeExecution): void {
    const { frame, node } = execution
    const asked = this.state.forms.find(frame.index, node.index)
    if (asked === undefined || node.answersForm === undefined) return
    this.#expected++
    const isExpected = node.answersForm(execution.execution, asked.form, (given) => {
      this.#expected--
      this.#guard(() =>
        given instanceof NodeFailure ? this.#conclude(execution, given, false) : this.#desk.take(asked, given)
      )
      this.#drain()
    })
    if (!isExpected) this.#expected--
  }

  #concludeAnswered({ frame: frameIndex, node: nodeIndex, attempt }: AskedForm, result: NodeResult): void {
    const frame = this.state.frames[frameIndex]
    const node = this.state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    this.#conclude(this.#execution(frame, node, attempt), this.#read(node, result), false)
  }

  /** Nothing is left to do until somebody answers: only the forms' own time is measured. */
  #pause(): void {
    if (!this.state.isPaused) this.#journal.runPaused()
    this.#fibers.rest()
    this.#watchForms()
  }

  #begin(execution: NodeExecution, mock: ValueObject | undefined): NodeOutcome<never> {
    // The one place where foreign synchronous code runs outside an Effect: what it throws is a defect of that node.
    try {
      const outcome = this.#options.recorded?.(execution) ?? this.#run(execution, mock)
      return Effect.isEffect(outcome) ? outcome : this.#read(execution.node, outcome)
    } catch (defect) {
      return defectFailure(execution.node, defect)
    }
  }

  #run(execution: NodeExecution, mock: ValueObject | undefined): NodeOutcome<never> {
    if (mock !== undefined) return answerMock(execution, mock)
    return lacksMock(this.accepted, execution.node)
      ? new NodeFailure(mockMissing(execution.node))
      : execution.node.bound.run(execution)
  }

  #read(node: CompiledNode, outcome: NodeResult | NodeFailure): NodeResult | NodeFailure {
    return readOutcome(node, outcome, this.accepted.limits.outputSize)
  }

  #limitTime(execution: NodeExecution, effect: NodeEffect): NodeEffect {
    const { nodeTime, time } = this.accepted.limits
    if (nodeTime >= time) return effect
    const message = `Node ${execution.nodeId} took longer than ${(nodeTime / 1000).toFixed(2)}s`
    return Effect.timeoutOrElse(effect, {
      duration: nodeTime,
      orElse: () => Effect.fail(new NodeFailure(new NodeTimeLimitExceeded({ message }), { type: "TimeoutError" }))
    })
  }

  #fork(execution: NodeExecution, mocked: boolean, effect: NodeEffect): void {
    const { frame, node } = execution
    const exit = this.#fibers.start(this.state.key(frame.index, node.index), effect, (ended) => {
      this.#guard(() => this.#conclude(execution, this.#read(node, outcomeOf(node, ended)), mocked))
      this.#drain()
    })
    if (exit !== undefined) return this.#conclude(execution, this.#read(node, outcomeOf(node, exit)), mocked)
    this.#watchTime()
  }

  /** Arms the time limit when the run waits or makes way for the first time. */
  #watchTime(): void {
    this.#fibers.limitTime(
      () => Math.max(0, this.accepted.limits.time - (this.#journal.now() - this.state.begunAt)),
      () => this.#expire()
    )
  }

  #expire(): void {
    const seconds = this.accepted.limits.time / 1000
    // Dify's two places would say 0.00 of a short time.
    const shown = seconds < 1 ? String(seconds) : seconds.toFixed(2)
    const message = `Maximum execution time exceeded: ${shown}s`
    this.#end("failed", new RunTimeLimitExceeded({ message }))
    this.#drain()
  }

  readonly #onSignal = (execution: NodeExecution, signal: NodeSignal): void => {
    if (this.state.finished !== undefined || this.#hasLeft) return
    const taken = takeSignal(execution, signal, this.accepted.limits.outputSize)
    if (taken === undefined) return
    this.#journal.nodeSignalled(execution, taken)
    if (!this.#isDraining) this.log.wake()
  }

  #conclude(execution: NodeExecution, ended: NodeResult | NodeFailure, mocked: boolean): void {
    const { frame, node, attempt } = execution
    execution.isOver = true
    if (this.#hasLeft && this.#fibers.size === 0) return this.#leaveForGood()
    if (this.#hasLeft || this.#isLost) return
    // A node that ends while its run is ending does not count any more: it was stopped with the run.
    if (this.state.ending !== undefined) return this.#concludeStopped(frame.index, node.index, attempt, mocked)
    const outcome = execution.fault ?? ended
    if (outcome instanceof NodeFailure && attempt < node.maximumRetries) {
      this.#journal.nodeRetried(execution, outcome)
      this.#endWhenFull()
      return this.#retryLater(execution)
    }
    const conclusion = outcome instanceof NodeFailure ? concludeFailure(node, outcome) : concludeSuccess(node, outcome)
    this.#journal.nodeFinished(frame, node, attempt, conclusion, mocked)
    this.#endAfterFailure()
    this.#endWhenFull()
    if (frame.unfinished === 0) this.#finishFrame(frame)
  }

  /** Until its next attempt is due a node does not work: others may meanwhile, however few at a time. */
  #retryLater({ execution, frame, node, attempt }: NodeExecution): void {
    if (this.state.ending !== undefined) return
    const next = { frame: frame.index, node: node.index, attempt: attempt + 1 }
    const drain = (): void => this.#drain()
    if (node.beforeRetry === undefined) {
      this.#fibers.pause(node.retryInterval, () => {
        this.#due.push(next)
        drain()
      })
    } else {
      // It may be due because another node is about to end, whose end comes first.
      node.beforeRetry(execution, next.attempt, () => {
        this.#due.push(next)
        nextSlice(drain)
      })
    }
    this.#watchTime()
  }

  #concludeStopped(frameIndex: number, nodeIndex: number, attempt: number, mocked: boolean): void {
    const frame = this.state.frames[frameIndex]
    const node = this.state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    const error = new NodeInterrupted({ message: `Node ${node.id} was stopped with its run` })
    const conclusion = { status: "stopped", outputs: nothing, error: errorData(new NodeFailure(error)) } as const
    this.#journal.nodeFinished(frame, node, attempt, conclusion, mocked)
  }

  #endAfterFailure(): void {
    const { failure } = this.state
    if (failure?.error !== undefined) this.#beginEnding("failed", failure.error, failure.node)
  }

  #endWhenFull(): void {
    const { runSize } = this.accepted.limits
    if (this.state.size <= runSize || this.state.ending !== undefined) return
    const message = `Maximum size of a run exceeded: it kept more than ${runSize} characters`
    this.#end("failed", new RunSizeLimitExceeded({ message }))
  }

  #end(status: RunEnd, error: FlowglassError): void {
    this.#beginEnding(status, errorData(new NodeFailure(error)), undefined)
  }

  /** The first cause wins: interrupts what still works and lets it clean up. */
  #beginEnding(status: RunEnd, error: ErrorData, failedNode: number | undefined): void {
    if (this.state.ending !== undefined) return
    this.#journal.runEnding(status, error, failedNode)
    this.#fibers.interrupt(() => this.#abandon())
  }

  /** Ends executions that did not clean up in time; what they still do is nobody's business any more. */
  #abandon(): void {
    if (this.state.finished === undefined) this.#drain()
  }

  /** Ends what still runs, from the inside out. */
  #stopRunning(): void {
    for (const { frame, node, attempt } of [...this.state.running.values()].reverse()) {
      this.#concludeStopped(frame, node, attempt, false)
    }
  }

  #finish(): void {
    this.#journal.runFinished()
    this.#openedDesk?.close()
    this.#fibers.close()
    this.#options.onEnd(this)
  }
}
