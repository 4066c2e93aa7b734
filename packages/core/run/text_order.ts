import type { ContainerRun } from "./container_run.ts"
import type { Frame } from "./frame.ts"
import type { LogEntry, RunLog } from "./run_log.ts"
import type { RunState } from "./run_state.ts"

/** Text of rounds that wait for their turn. */
interface HeldText {
  shown: number
  readonly rounds: Map<number, Array<LogEntry>>
}

/**
 * Keeps streamed text of containers in the order of their rounds: of rounds that run at the same time the first shows
 * its text at once, the others when all before them are over.
 */
export class TextOrder {
  readonly #state: RunState
  readonly #log: RunLog
  readonly #held = new Map<ContainerRun, HeldText>()

  constructor(state: RunState, log: RunLog) {
    this.#state = state
    this.#log = log
  }

  /** Shows an entry of a frame now, or holds it back at the first container around it that is not so far. */
  push(frame: Frame, entry: LogEntry): void {
    for (let inner: Frame | undefined = frame; inner?.origin !== undefined; inner = inner.origin.frame) {
      const container = this.#state.containerOf(inner)
      if (container === undefined || container.turn >= inner.origin.round) continue
      const held = this.#heldOf(container)
      const entries = held.rounds.get(inner.origin.round) ?? []
      held.rounds.set(inner.origin.round, entries)
      entries.push(entry)
      return
    }
    this.#log.push(entry)
  }

  /** Shows what was held back for rounds whose turn has come. */
  release(container: ContainerRun): void {
    const held = this.#held.get(container)
    if (held === undefined) return
    for (; held.shown <= container.turn; held.shown++) {
      for (const entry of held.rounds.get(held.shown) ?? []) this.push(container.frame, entry)
      held.rounds.delete(held.shown)
    }
    if (held.rounds.size === 0) this.#held.delete(container)
  }

  #heldOf(container: ContainerRun): HeldText {
    const held = this.#held.get(container) ?? { shown: container.turn, rounds: new Map() }
    this.#held.set(container, held)
    return held
  }
}
