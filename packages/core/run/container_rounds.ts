import type { BoundContainer } from "../node/container.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import type { ContainerRun } from "./container_run.ts"
import type { Frame } from "./frame.ts"
import type { NodeExecution } from "./node_execution.ts"
import type { RunEnding } from "./run_ending.ts"
import type { RunJournal } from "./run_journal.ts"
import type { RunState } from "./run_state.ts"
import { isSliceSpent, nextSlice } from "./time_slice.ts"

/** What the rounds of containers have of their run. */
export interface ContainerRoundsOptions {
  readonly state: RunState
  readonly journal: RunJournal
  readonly ending: RunEnding
  /** Ends the execution of a container. */
  readonly conclude: (frame: number, node: number, attempt: number, ended: NodeResult | NodeFailure) => void
  /** Does work of the run outside its turn, and what follows from it. */
  readonly turn: (work: () => void) => void
  /** The run waits: its time is measured from now on. */
  readonly watchTime: () => void
}

/** Opens the rounds of iterations and loops, each in a frame of its own, and ends them. */
export class ContainerRounds {
  readonly #options: ContainerRoundsOptions
  #opening = 0

  constructor(options: ContainerRoundsOptions) {
    this.#options = options
  }

  /** Whether a container opens its next rounds in another slice of time. */
  get areOpening(): boolean {
    return this.#opening > 0
  }

  /** Begins the container's execution and its first rounds. */
  open(execution: NodeExecution, container: BoundContainer): void {
    const { state, journal, conclude } = this.#options
    const { frame, node, attempt } = execution
    const opening = container.open(execution)
    if (opening instanceof NodeFailure) return conclude(frame.index, node.index, attempt, opening)
    journal.containerStarted(execution, opening)
    const run = state.containers.get(state.key(frame.index, node.index))
    if (run !== undefined) this.advance(run, attempt)
  }

  /** Starts the rounds that a container wants now, or ends it. */
  advance(run: ContainerRun, attempt: number): void {
    const { state, journal, ending, conclude } = this.#options
    const node = state.graph.nodes[run.node]
    const container = node?.bound.container
    if (node === undefined || container === undefined || state.ending !== undefined) return
    if (state.containers.get(state.key(run.frame.index, run.node)) !== run) return
    while (state.ending === undefined) {
      const step = container.next(run, (run.last ?? run.frame).pool)
      if (step === "wait") return
      if (step !== "round") return conclude(run.frame.index, run.node, attempt, step)
      const frame = journal.frameStarted(run, container.roundVariables(run.opening, run.started))
      // A container with nothing inside: its rounds are over as they begin.
      if (frame?.unfinished === 0) journal.frameFinished(frame, container.roundResult(frame.pool, node.id))
      ending.whenFull()
      if (isSliceSpent()) return this.#advanceLater(run, attempt)
    }
  }

  /** Ends a child frame whose nodes are all done, and lets its container go on. */
  finishFrame(frame: Frame): void {
    const { state, journal } = this.#options
    const run = state.containerOf(frame)
    const node = run === undefined ? undefined : state.graph.nodes[run.node]
    if (run === undefined || node?.bound.container === undefined || frame.unfinished > 0 || frame.isFinished) return
    if (state.ending !== undefined) return
    journal.frameFinished(frame, node.bound.container.roundResult(frame.pool, node.id))
    this.advance(run, 0)
  }

  /** Many rounds that begin at once, or are empty, leave room for others: for a stop or a limit as well. */
  #advanceLater(run: ContainerRun, attempt: number): void {
    const { turn, watchTime } = this.#options
    watchTime()
    this.#opening++
    nextSlice(() => {
      this.#opening--
      turn(() => this.advance(run, attempt))
    })
  }
}
