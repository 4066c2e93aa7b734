import type { NodeExecution } from "./node_execution.ts"
import type { NodeFibers } from "./node_fibers.ts"
import type { RunningNode } from "./run_state.ts"
import { nextSlice } from "./time_slice.ts"

/** An execution that begins once more. */
export type Attempt = Pick<RunningNode, "frame" | "node" | "attempt">

/** Attempts of nodes that are not new: they begin as soon as the run may work on one more, before nodes that are. */
export class DueAttempts {
  readonly #attempts: Array<Attempt> = []
  readonly #fibers: NodeFibers
  readonly #onDue: () => void

  constructor(fibers: NodeFibers, onDue: () => void) {
    this.#fibers = fibers
    this.#onDue = onDue
  }

  get isEmpty(): boolean {
    return this.#attempts.length === 0
  }

  /** An attempt that may begin at once. */
  add(attempt: Attempt): void {
    this.#attempts.push(attempt)
  }

  /** The one that has been due longest. */
  take(): Attempt | undefined {
    return this.#attempts.shift()
  }

  /** Until its next attempt is due a node does not work: others may meanwhile, however few at a time. */
  retryLater({ execution, frame, node, attempt }: NodeExecution): void {
    const next = { frame: frame.index, node: node.index, attempt: attempt + 1 }
    if (node.beforeRetry === undefined) {
      this.#fibers.pause(node.retryInterval, () => {
        this.add(next)
        this.#onDue()
      })
    } else {
      // It may be due because another node is about to end, whose end comes first.
      node.beforeRetry(execution, next.attempt, () => {
        this.add(next)
        nextSlice(this.#onDue)
      })
    }
  }
}
