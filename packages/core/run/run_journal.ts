import type { CompiledNode } from "../graph/compiled_graph.ts"
import { settleEdges } from "../graph/settle_edges.ts"
import type { ContainerOpening } from "../node/container.ts"
import type { NodeSignal } from "../node/node_context.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { StoreRefusal } from "../store/durability.ts"
import type { FactWriter, NewFact, StoredRun } from "../store/run_store.ts"
import type { ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import type { ContainerRun } from "./container_run.ts"
import { endingFacts } from "./ending_facts.ts"
import type { ErrorData, Fact, RunAccepted, RunEnd } from "./fact.ts"
import type { AskedForm } from "./form_ledger.ts"
import type { Frame } from "./frame.ts"
import type { HandedAnswer } from "./handed_answer.ts"
import { errorData, type NodeConclusion } from "./node_conclusion.ts"
import type { NodeExecution } from "./node_execution.ts"
import type { PausedForm } from "./paused_form.ts"
import type { RunState } from "./run_state.ts"
import { RunTelling, type RunTellingOptions } from "./run_telling.ts"

/** Where the facts of a run go. */
export interface RunJournalOptions extends RunTellingOptions {
  readonly accepted: RunAccepted
  readonly writer: FactWriter
  /** Called when another process has the run, which can be followed there; without it the run ends here then. */
  readonly onTaken: ((successor: StoredRun) => void) | undefined
}

const nothing = emptyObject()
const noIndexes: ReadonlyArray<number> = []
const stamp = { seq: 0, epoch: 0, version: 1 } as const

/**
 * Writes what happens in a run: every fact goes to the store first, and is told then.
 * It decides nothing but what follows from a fact by the graph alone.
 */
export class RunJournal {
  readonly #state: RunState
  readonly #options: RunJournalOptions
  readonly #telling: RunTelling
  /** Somebody else writes the run: what this process still comes to is nobody's business. */
  #isTaken = false

  constructor(options: RunJournalOptions) {
    this.#state = options.state
    this.#options = options
    this.#telling = new RunTelling(options)
  }

  /** Milliseconds since 1970, never backwards. */
  now(): number {
    return this.#options.clock.now()
  }

  /** Takes over facts that are in the store already. */
  replay(facts: ReadonlyArray<Fact>): void {
    this.#telling.replay(facts)
  }

  nodeStarted(frame: number, node: number, attempt: number): void {
    this.#record({ kind: "node_started", seq: 0, epoch: 0, version: 1, at: this.now(), frame, node, attempt })
  }

  nodeSignalled(execution: NodeExecution, signal: NodeSignal): void {
    if (this.#isTaken) return
    if (signal.kind !== "log") {
      this.#telling.text?.signal(execution, signal)
      return
    }
    const { frame, node, attempt } = execution
    const place = { frame: frame.index, node: node.index, attempt }
    this.#record({ kind: "node_log", ...stamp, at: this.now(), ...place, data: signal.data })
  }

  nodeRetried(execution: NodeExecution, failure: NodeFailure): void {
    const { frame, node, attempt } = execution
    this.#flushText(frame.index, node.index, attempt)
    this.#record({
      kind: "node_retried",
      ...stamp,
      at: this.now(),
      frame: frame.index,
      node: node.index,
      attempt,
      error: errorData(failure),
      delay: node.retryInterval,
      inputs: failure.details.inputs ?? nothing,
      processData: failure.details.processData ?? nothing,
      usage: failure.details.usage
    })
  }

  /** Decides the edges of a node that ended, and writes its end with everything that follows. */
  nodeFinished(frame: Frame, node: CompiledNode, attempt: number, conclusion: NodeConclusion, mocked: boolean): void {
    const state = this.#state
    const goesOn = conclusion.status === "succeeded" || conclusion.status === "exception"
    const settlement = goesOn ? settleEdges(state.graph, frame.state, node, conclusion.handle) : undefined
    const at = this.now()
    const startedAt = state.running.get(state.key(frame.index, node.index))?.startedAt ?? at
    this.#flushText(frame.index, node.index, attempt)
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
      inputs: conclusion.inputs ?? nothing,
      processData: conclusion.processData ?? nothing,
      outputs: conclusion.outputs,
      metadata: conclusion.metadata ?? nothing,
      mocked,
      elapsed: at - startedAt,
      edges: settlement?.edges ?? noIndexes,
      ready: settlement?.ready ?? noIndexes,
      usage: conclusion.usage,
      error: conclusion.error,
      handle: conclusion.handle,
      updates: conclusion.updates
    })
  }

  nodePaused(execution: NodeExecution, at: number, reason: PausedForm): void {
    const { frame, node, attempt } = execution
    this.#record({ kind: "node_paused", ...stamp, at, frame: frame.index, node: node.index, attempt, reason })
  }

  nodeResumed({ frame, node, attempt }: AskedForm, { action, values, answerId }: HandedAnswer): void {
    const answer = action === undefined ? { values } : { action, values }
    const whose = answerId === undefined ? {} : { answerId }
    this.#record({ kind: "node_resumed", ...stamp, at: this.now(), frame, node, attempt, ...answer, ...whose })
  }

  /** Writes that the run waits, and what for; what is asked stands where it was asked. */
  runPaused(): void {
    const reasons = Array.from(this.#state.forms.waiting.values(), ({ form }) => {
      const { TYPE, form_id, node_id, node_title } = form
      return { TYPE, form_id, node_id, node_title }
    })
    const { exceptionsCount, totalTokens, totalSteps } = this.#state
    const at = this.now()
    const elapsed = at - this.#options.accepted.at
    this.#record({ kind: "run_paused", ...stamp, at, reasons, elapsed, exceptionsCount, totalTokens, totalSteps })
  }

  runResumed(): void {
    this.#record({ kind: "run_resumed", ...stamp, at: this.now() })
  }

  containerStarted(execution: NodeExecution, opening: ContainerOpening): void {
    const { frame, node, attempt } = execution
    this.#record({
      kind: "container_started",
      ...stamp,
      at: this.now(),
      frame: frame.index,
      node: node.index,
      attempt,
      inputs: opening.inputs,
      length: opening.length,
      variables: opening.variables
    })
  }

  /** Opens the next round of a container in a frame of its own. */
  frameStarted(container: ContainerRun, variables: ValueObject): Frame | undefined {
    const frame = this.#state.frames.length
    this.#record({
      kind: "frame_started",
      ...stamp,
      at: this.now(),
      frame,
      parentFrame: container.frame.index,
      container: container.node,
      round: container.started,
      variables
    })
    return this.#state.frames[frame]
  }

  frameFinished(frame: Frame, result: ValueObject): void {
    const at = this.now()
    this.#record({
      kind: "frame_finished",
      ...stamp,
      at,
      frame: frame.index,
      result,
      error: frame.error,
      ended: frame.ended,
      elapsed: at - frame.startedAt
    })
  }

  runEnding(status: RunEnd, error: ErrorData, failedNode: number | undefined): void {
    this.#record({ kind: "run_ending", ...stamp, at: this.now(), status, error, failedNode })
  }

  /** Writes the end of the run as its state has it, and tells the consumers that nothing will follow. */
  runFinished(): void {
    const { ending, exceptionsCount, totalTokens, totalSteps, frames } = this.#state
    const at = this.now()
    this.#record({
      kind: "run_finished",
      seq: 0,
      epoch: 0,
      version: 1,
      at,
      status: ending?.status ?? (exceptionsCount > 0 ? "partial-succeeded" : "succeeded"),
      outputs: frames[0]?.outputs ?? nothing,
      elapsed: at - this.#options.accepted.at,
      exceptionsCount,
      totalTokens,
      totalSteps,
      error: ending?.error,
      failedNode: ending?.failedNode
    })
    this.#options.log.close()
  }

  /**
   * Ends a run whose facts are refused: with those that are durable, and facts that say why. A run that somebody else
   * has now goes on where it is followed; where it cannot be, its end is told in this process only.
   */
  lost(refusal: StoreRefusal, durable: ReadonlyArray<Fact> | undefined): void {
    const { log, writer, accepted, onTaken } = this.#options
    // Where its end was told before it was kept, there is no other.
    if (durable === undefined && log.isClosed) return
    log.takeBack()
    const successor = writer.durability?.successor
    if (successor !== undefined && onTaken !== undefined) {
      this.#isTaken = true
      return onTaken(successor)
    }
    for (const fact of endingFacts(accepted, durable ?? [], refusal, this.now())) {
      const written = writer.append(fact)
      this.#state.apply(written, false)
      log.push(written)
    }
    if (durable === undefined) log.reveal(Number.POSITIVE_INFINITY)
    log.close()
  }

  #record(fact: NewFact): void {
    if (this.#isTaken) return
    this.#telling.tell(this.#options.writer.append(fact), false)
  }

  #flushText(frame: number, node: number, attempt: number): void {
    this.#telling.text?.flushFacts(frame, node, attempt, (fact) => this.#record(fact))
  }
}
