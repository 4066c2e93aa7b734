import { type Context, Effect, type Fiber } from "effect"
import {
  NodeInterrupted,
  NodeTimeLimitExceeded,
  RunStepLimitExceeded,
  RunStopped,
  RunTimeLimitExceeded
} from "../error/run_errors.ts"
import type { FlowglassError } from "../error/define_error.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import { settleEdges } from "../graph/settle_edges.ts"
import type { NodeOutcome } from "../node/define_node.ts"
import type { NodeSignal } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import type { FactWriter, NewFact } from "../store/run_store.ts"
import { emptyObject } from "../value/value_object.ts"
import { answerMock, mockOf } from "./answer_mock.ts"
import type { ErrorData, Fact, RunAccepted, RunEnd } from "./fact.ts"
import type { Frame } from "./frame.ts"
import {
  concludeFailure,
  concludeSuccess,
  defectFailure,
  errorData,
  outcomeOf,
  type NodeConclusion
} from "./node_conclusion.ts"
import { NodeExecution } from "./node_execution.ts"
import type { RunClock } from "./run_clock.ts"
import type { RunLog } from "./run_log.ts"
import { RunState } from "./run_state.ts"
import { RunText } from "./run_text.ts"
import type { StreamPlan } from "./stream_plan.ts"
import { isSliceSpent, nextSlice } from "./time_slice.ts"

/** What a run works with. */
export interface RunProcessOptions {
  readonly state: RunState
  readonly accepted: RunAccepted
  readonly writer: FactWriter
  readonly log: RunLog
  readonly clock: RunClock
  readonly plan: StreamPlan | undefined
  /** Services, span and log annotations that node fibers inherit. */
  readonly context: Context.Context<never>
  /** Answers of an earlier run, given instead of running the node; undefined runs it. */
  readonly recorded: ((execution: NodeExecution) => NodeResult | NodeFailure | undefined) | undefined
  readonly onEnd: (process: RunProcess) => void
}

const details = emptyObject()
const none: ReadonlyArray<number> = []
const stamp = { seq: 0, epoch: 0, version: 1 } as const

/** How long a stopped run waits for its nodes to clean up, in milliseconds. */
const cleanUpTime = 2000

/**
 * A run at work: takes ready nodes from the ring in order, starts them, applies what they come to, and decides what
 * follows. Everything is synchronous but the nodes themselves; whatever happens is written as a fact first.
 */
export class RunProcess {
  readonly state: RunState
  readonly log: RunLog
  readonly accepted: RunAccepted
  readonly #options: RunProcessOptions
  readonly #text: RunText | undefined
  readonly #fibers = new Map<number, Fiber.Fiber<NodeResult, NodeFailure>>()
  #timer: Fiber.Fiber<void> | undefined
  #cleanUp: Fiber.Fiber<void> | undefined
  #isDraining = false
  #isPaused = false

  constructor(options: RunProcessOptions) {
    this.#options = options
    this.state = options.state
    this.log = options.log
    this.accepted = options.accepted
    this.#text = options.plan === undefined ? undefined : new RunText(this.state, options.plan, this.log, options.clock)
  }

  /** Shows what the facts so far mean to consumers; called once with the facts a run starts or continues from. */
  replay(facts: ReadonlyArray<Fact>): void {
    for (const fact of facts) {
      this.state.apply(fact, true)
      this.#show(fact)
    }
  }

  /** Starts or continues the run. Executions that were in flight run again, under the same execution key. */
  begin(): void {
    const { state } = this
    if (state.finished !== undefined) return this.log.close()
    this.#endAfterFailure()
    for (const { frame, node, attempt } of [...state.running.values()]) {
      if (state.ending === undefined) this.#startAttempt(frame, node, attempt)
      else this.#concludeStopped(frame, node, attempt, false)
    }
    this.#drain()
  }

  /** Ends the run as stopped; working nodes are interrupted. Without effect once the run is ending. */
  stop(reason: string): void {
    if (this.state.finished !== undefined) return
    this.#end("stopped", new RunStopped({ message: reason }))
    this.#drain()
  }

  #now(): number {
    return this.#options.clock.now()
  }

  #record(fact: NewFact): Fact {
    const written = this.#options.writer.append(fact)
    this.state.apply(written, false)
    this.#show(written)
    return written
  }

  #show(fact: Fact): void {
    if (this.#text === undefined) this.log.push(fact)
    else this.#text.show(fact)
  }

  #drain(): void {
    if (this.#isDraining || this.#isPaused) return
    this.#isDraining = true
    this.#startReady()
    this.#isDraining = false
    if (this.state.running.size === 0 && !this.#isPaused && this.state.finished === undefined) this.#finish()
    this.log.wake()
  }

  /** Starts every ready node before anything is waited for. */
  #startReady(): void {
    const { state } = this
    const nodes = state.graph.nodes.length
    for (let next = state.next; next !== undefined && state.ending === undefined; next = state.next) {
      if (this.#fibers.size >= this.accepted.limits.concurrency) return
      if (isSliceSpent()) {
        this.#isPaused = true
        nextSlice(() => {
          this.#isPaused = false
          this.#drain()
        })
        return
      }
      if (next < nodes && state.totalSteps >= this.accepted.limits.steps) return this.#refuseStep()
      this.#startAttempt(Math.floor(next / nodes), next % nodes, 0)
    }
  }

  #refuseStep(): void {
    const { steps } = this.accepted.limits
    this.#end(
      "failed",
      new RunStepLimitExceeded({ message: `Maximum execution steps exceeded: ${steps + 1} > ${steps}` })
    )
  }

  /** `delay` is set for a retry, which never runs in the turn of the attempt before it. */
  #startAttempt(frameIndex: number, nodeIndex: number, attempt: number, delay?: number): void {
    const frame = this.state.frames[frameIndex]
    const node = this.state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    this.#record({
      kind: "node_started",
      seq: 0,
      epoch: 0,
      version: 1,
      at: this.#now(),
      frame: frameIndex,
      node: nodeIndex,
      attempt
    })
    const execution = new NodeExecution(this.accepted.runId, node, frame, attempt, this.accepted.limits, this.#onSignal)
    const mock = mockOf(this.accepted, node)
    const outcome =
      delay === undefined ? this.#begin(execution, mock) : Effect.suspend(() => this.#asEffect(execution, mock))
    if (Effect.isEffect(outcome)) {
      const limited = this.#limitTime(execution, outcome)
      const wait = delay === undefined ? undefined : delay > 0 ? Effect.sleep(delay) : Effect.yieldNow
      this.#fork(execution, mock !== undefined, wait === undefined ? limited : Effect.andThen(wait, limited))
    } else this.#conclude(execution, outcome, mock !== undefined)
  }

  #begin(execution: NodeExecution, mock: ReturnType<typeof mockOf>): NodeOutcome<never> {
    // The one place where foreign synchronous code runs outside an Effect: what it throws is a defect of that node.
    try {
      const recorded = this.#options.recorded?.(execution)
      if (recorded !== undefined) return recorded
      return mock === undefined ? execution.node.bound.run(execution) : answerMock(execution, mock)
    } catch (defect) {
      return defectFailure(execution.node, defect)
    }
  }

  #asEffect(execution: NodeExecution, mock: ReturnType<typeof mockOf>): Effect.Effect<NodeResult, NodeFailure> {
    const outcome = this.#begin(execution, mock)
    if (Effect.isEffect(outcome)) return outcome
    return outcome instanceof NodeFailure ? Effect.fail(outcome) : Effect.succeed(outcome)
  }

  #limitTime(
    execution: NodeExecution,
    effect: Effect.Effect<NodeResult, NodeFailure>
  ): Effect.Effect<NodeResult, NodeFailure> {
    const { nodeTime, time } = this.accepted.limits
    if (nodeTime >= time) return effect
    const { node } = execution
    const message = `Node ${node.id} took longer than ${(nodeTime / 1000).toFixed(2)}s`
    return Effect.timeoutOrElse(effect, {
      duration: nodeTime,
      orElse: () => Effect.fail(new NodeFailure(new NodeTimeLimitExceeded({ message }), { type: "TimeoutError" }))
    })
  }

  #fork(execution: NodeExecution, mocked: boolean, effect: Effect.Effect<NodeResult, NodeFailure>): void {
    const key = this.state.key(execution.frame.index, execution.node.index)
    const fiber = Effect.runForkWith(this.#options.context)(effect)
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) {
      this.#conclude(execution, outcomeOf(execution.node, exit), mocked)
      return
    }
    this.#fibers.set(key, fiber)
    this.#watchTime()
    fiber.addObserver((ended) => {
      if (this.#fibers.get(key) !== fiber) return
      this.#fibers.delete(key)
      this.#conclude(execution, outcomeOf(execution.node, ended), mocked)
      this.#drain()
    })
  }

  readonly #onSignal = (execution: NodeExecution, signal: NodeSignal): void => {
    if (this.state.finished !== undefined) return
    if (signal.kind === "log") {
      const { frame, node, attempt } = execution
      this.#record({
        kind: "node_log",
        ...stamp,
        at: this.#now(),
        frame: frame.index,
        node: node.index,
        attempt,
        data: signal.data
      })
    } else this.#text?.signal(execution, signal)
    if (!this.#isDraining) this.log.wake()
  }

  #conclude(execution: NodeExecution, ended: NodeResult | NodeFailure | undefined, mocked: boolean): void {
    const { frame, node, attempt } = execution
    // A node that ends while its run is ending does not count any more: it was stopped with the run.
    if (this.state.ending !== undefined) return this.#concludeStopped(frame.index, node.index, attempt, mocked)
    // Only an ending run interrupts its nodes; one that interrupted itself has no result and must not pass for done.
    const outcome = ended ?? defectFailure(node, "it interrupted itself")
    if (outcome instanceof NodeFailure && attempt < node.maximumRetries) return this.#retry(execution, outcome)
    const conclusion = outcome instanceof NodeFailure ? concludeFailure(node, outcome) : concludeSuccess(node, outcome)
    this.#finishNode(frame, node, attempt, conclusion, mocked)
    this.#endAfterFailure()
  }

  #retry(execution: NodeExecution, failure: NodeFailure): void {
    const { frame, node, attempt } = execution
    this.#text?.flushFacts(frame.index, node.index, attempt, (fact) => this.#record(fact))
    this.#record({
      kind: "node_retried",
      ...stamp,
      at: this.#now(),
      frame: frame.index,
      node: node.index,
      attempt,
      error: errorData(failure),
      delay: node.retryInterval,
      inputs: failure.details.inputs ?? details,
      processData: failure.details.processData ?? details,
      usage: failure.details.usage
    })
    this.#startAttempt(frame.index, node.index, attempt + 1, node.retryInterval)
  }

  #concludeStopped(frameIndex: number, nodeIndex: number, attempt: number, mocked: boolean): void {
    const frame = this.state.frames[frameIndex]
    const node = this.state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    const error = new NodeInterrupted({ message: `Node ${node.id} was stopped with its run` })
    const conclusion = { status: "stopped", outputs: details, error: errorData(new NodeFailure(error)) } as const
    this.#finishNode(frame, node, attempt, conclusion, mocked)
  }

  #finishNode(frame: Frame, node: CompiledNode, attempt: number, conclusion: NodeConclusion, mocked: boolean): void {
    const { state } = this
    const goesOn = conclusion.status === "succeeded" || conclusion.status === "exception"
    const settlement = goesOn ? settleEdges(state.graph, frame.state, node, conclusion.handle) : undefined
    const at = this.#now()
    const startedAt = state.running.get(state.key(frame.index, node.index))?.startedAt ?? at
    this.#text?.flushFacts(frame.index, node.index, attempt, (fact) => this.#record(fact))
    this.#record({
      kind: "node_finished",
      seq: 0,
      epoch: 0,
      version: 1,
      at,
      frame: frame.index,
      node: node.index,
      attempt,
      status: conclusion.status,
      inputs: conclusion.inputs ?? details,
      processData: conclusion.processData ?? details,
      outputs: conclusion.outputs,
      metadata: conclusion.metadata ?? details,
      mocked,
      elapsed: at - startedAt,
      edges: settlement?.edges ?? none,
      ready: settlement?.ready ?? none,
      usage: conclusion.usage,
      error: conclusion.error,
      handle: conclusion.handle,
      updates: conclusion.updates
    })
  }

  #endAfterFailure(): void {
    const { failure } = this.state
    if (failure?.error !== undefined) this.#beginEnding("failed", failure.error, failure.node)
  }

  #end(status: RunEnd, error: FlowglassError): void {
    this.#beginEnding(status, errorData(new NodeFailure(error)), undefined)
  }

  /** The first cause wins: interrupts what still works and lets it clean up. */
  #beginEnding(status: RunEnd, error: ErrorData, failedNode: number | undefined): void {
    if (this.state.ending !== undefined) return
    this.#record({ kind: "run_ending", ...stamp, at: this.#now(), status, error, failedNode })
    if (this.#fibers.size === 0) return
    for (const fiber of this.#fibers.values()) fiber.interruptUnsafe()
    this.#cleanUp = Effect.runForkWith(this.#options.context)(
      Effect.delay(
        Effect.sync(() => this.#abandon()),
        cleanUpTime
      )
    )
  }

  /** Ends executions that did not clean up in time; what they still do is nobody's business any more. */
  #abandon(): void {
    if (this.state.finished !== undefined) return
    this.#fibers.clear()
    for (const { frame, node, attempt } of [...this.state.running.values()])
      this.#concludeStopped(frame, node, attempt, false)
    this.#drain()
  }

  /** Arms the time limit when the run waits for the first time; a run that never waits cannot overrun it. */
  #watchTime(): void {
    if (this.#timer !== undefined) return
    const { time } = this.accepted.limits
    const left = Math.max(0, time - (this.#now() - this.accepted.at))
    const expire = Effect.sync(() => {
      const message = `Maximum execution time exceeded: ${(time / 1000).toFixed(2)}s`
      this.#end("failed", new RunTimeLimitExceeded({ message }))
      this.#drain()
    })
    this.#timer = Effect.runForkWith(this.#options.context)(Effect.delay(expire, left))
  }

  #finish(): void {
    const { state } = this
    const { ending } = state
    const at = this.#now()
    this.#record({
      kind: "run_finished",
      seq: 0,
      epoch: 0,
      version: 1,
      at,
      status: ending?.status ?? (state.exceptionsCount > 0 ? "partial-succeeded" : "succeeded"),
      outputs: state.frames[0]?.outputs ?? details,
      elapsed: at - this.accepted.at,
      exceptionsCount: state.exceptionsCount,
      totalTokens: state.totalTokens,
      totalSteps: state.totalSteps,
      error: ending?.error,
      failedNode: ending?.failedNode
    })
    this.#timer?.interruptUnsafe()
    this.#cleanUp?.interruptUnsafe()
    this.log.close()
    this.#options.onEnd(this)
  }
}
