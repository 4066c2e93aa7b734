import type { FlowglassError } from "../error/define_error.ts"
import {
  NodeInterrupted,
  RunDefect,
  RunSizeLimitExceeded,
  RunStepLimitExceeded,
  RunStopped,
  RunTimeLimitExceeded
} from "../error/run_errors.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { emptyObject } from "../value/value_object.ts"
import type { ErrorData, RunAccepted, RunEnd } from "./fact.ts"
import { describeDefect, errorData } from "./node_conclusion.ts"
import type { NodeFibers } from "./node_fibers.ts"
import type { RunJournal } from "./run_journal.ts"
import type { RunState } from "./run_state.ts"

/** What an ending has of its run. */
export interface EndingRun {
  readonly state: RunState
  readonly accepted: RunAccepted
  readonly journal: RunJournal
  readonly fibers: NodeFibers
  /** Does everything that can be done without waiting. */
  readonly drain: () => void
}

const nothing = emptyObject()

/** Ends a run before its nodes are through: stopped, failed or beyond a limit. The first cause wins. */
export class RunEnding {
  readonly #run: EndingRun

  constructor(run: EndingRun) {
    this.#run = run
  }

  /** Somebody wants it to end. */
  stop(reason: string): void {
    this.end("stopped", new RunStopped({ message: reason }))
  }

  /** A fault of the engine, or a value too large for it. */
  break(defect: unknown): void {
    this.end("failed", new RunDefect({ message: `The run broke: ${describeDefect(defect)}` }))
  }

  /** A node failed that nobody handles. */
  afterFailure(): void {
    const { failure } = this.#run.state
    if (failure?.error !== undefined) this.#begin("failed", failure.error, failure.node)
  }

  /** It keeps more than it may. */
  whenFull(): void {
    const { state, accepted } = this.#run
    const { runSize } = accepted.limits
    if (state.size <= runSize || state.ending !== undefined) return
    const message = `Maximum size of a run exceeded: it kept more than ${runSize} characters`
    this.end("failed", new RunSizeLimitExceeded({ message }))
  }

  /** It would begin more executions than it may. */
  refuseStep(): void {
    const { steps } = this.#run.accepted.limits
    const message = `Maximum execution steps exceeded: ${steps + 1} > ${steps}`
    this.end("failed", new RunStepLimitExceeded({ message }))
  }

  /** It works longer than it may. */
  expire(): void {
    const seconds = this.#run.accepted.limits.time / 1000
    // Dify's two places would say 0.00 of a short time.
    const shown = seconds < 1 ? String(seconds) : seconds.toFixed(2)
    const message = `Maximum execution time exceeded: ${shown}s`
    this.end("failed", new RunTimeLimitExceeded({ message }))
  }

  end(status: RunEnd, error: FlowglassError): void {
    this.#begin(status, errorData(new NodeFailure(error)), undefined)
  }

  /** Ends an execution that the run does not wait for. */
  stopNode(frameIndex: number, nodeIndex: number, attempt: number, mocked: boolean): void {
    const { state, journal } = this.#run
    const frame = state.frames[frameIndex]
    const node = state.graph.nodes[nodeIndex]
    if (frame === undefined || node === undefined) return
    const error = new NodeInterrupted({ message: `Node ${node.id} was stopped with its run` })
    const conclusion = { status: "stopped", outputs: nothing, error: errorData(new NodeFailure(error)) } as const
    journal.nodeFinished(frame, node, attempt, conclusion, mocked)
  }

  /** Ends what still runs, from the inside out. */
  stopNodes(): void {
    for (const { frame, node, attempt } of [...this.#run.state.running.values()].reverse()) {
      this.stopNode(frame, node, attempt, false)
    }
  }

  /** Interrupts what still works and lets it clean up. */
  #begin(status: RunEnd, error: ErrorData, failedNode: number | undefined): void {
    const { state, journal, fibers } = this.#run
    if (state.ending !== undefined) return
    journal.runEnding(status, error, failedNode)
    // What nodes still do that did not clean up in time is nobody's business any more.
    fibers.interrupt(() => {
      if (state.finished === undefined) this.#run.drain()
    })
  }
}
