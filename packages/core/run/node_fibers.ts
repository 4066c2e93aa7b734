import { type Context, Effect, type Exit, type Fiber } from "effect"
import type { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"

type NodeEffect = Effect.Effect<NodeResult, NodeFailure>
type NodeExit = Exit.Exit<NodeResult, NodeFailure>

/** How long an ending run waits for its nodes to clean up, in milliseconds. */
const cleanUpTime = 2000

/** The nodes of a run that wait for something: their fibers, and the timers over them. */
export class NodeFibers {
  readonly #context: Context.Context<never>
  readonly #fibers = new Map<number, Fiber.Fiber<NodeResult, NodeFailure>>()
  /** Intervals before another attempt: who waits for one does not work. */
  readonly #intervals = new Set<Fiber.Fiber<void>>()
  #timeLimit: Fiber.Fiber<void> | undefined
  #cleanUp: Fiber.Fiber<void> | undefined

  /** Fibers inherit the services, span and log annotations of the context. */
  constructor(context: Context.Context<never>) {
    this.#context = context
  }

  /** How many nodes work and wait for something; those between two attempts are not among them. */
  get size(): number {
    return this.#fibers.size
  }

  /** Runs an effect; returns its exit when it needed no waiting, else calls back with it later. */
  start(key: number, effect: NodeEffect, onExit: (exit: NodeExit) => void): NodeExit | undefined {
    const fiber = Effect.runForkWith(this.#context)(effect)
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return exit
    this.#fibers.set(key, fiber)
    fiber.addObserver((ended) => {
      // One that was abandoned may end as it likes.
      if (this.#fibers.get(key) !== fiber) return
      this.#fibers.delete(key)
      onExit(ended)
    })
    return undefined
  }

  /** Calls back after so many milliseconds, never in the turn of the caller; not at all once the run is ending. */
  pause(milliseconds: number, onEnd: () => void): void {
    const wait = milliseconds > 0 ? Effect.sleep(milliseconds) : Effect.yieldNow
    const interval = Effect.runForkWith(this.#context)(wait)
    this.#intervals.add(interval)
    interval.addObserver(() => {
      if (this.#intervals.delete(interval)) onEnd()
    })
  }

  /** Calls back after so many milliseconds, once: a run that never waits never arms it. */
  limitTime(milliseconds: () => number, onExpiry: () => void): void {
    this.#timeLimit ??= this.#after(milliseconds(), onExpiry)
  }

  /** Interrupts all; calls back when some have not cleaned up in time, and forgets those. */
  interrupt(onOverdue: () => void): void {
    this.#endIntervals()
    if (this.#fibers.size === 0) return
    for (const fiber of this.#fibers.values()) fiber.interruptUnsafe()
    this.#cleanUp = this.#after(cleanUpTime, () => {
      this.#fibers.clear()
      onOverdue()
    })
  }

  /** Disarms the time limit; it may be armed again. */
  rest(): void {
    this.#timeLimit?.interruptUnsafe()
    this.#timeLimit = undefined
  }

  /** Disarms the timers. */
  close(): void {
    this.#endIntervals()
    this.#timeLimit?.interruptUnsafe()
    this.#cleanUp?.interruptUnsafe()
  }

  #endIntervals(): void {
    const intervals = [...this.#intervals]
    // Forgotten first: an interval that is interrupted is not over.
    this.#intervals.clear()
    for (const interval of intervals) interval.interruptUnsafe()
  }

  #after(milliseconds: number, callback: () => void): Fiber.Fiber<void> {
    return Effect.runForkWith(this.#context)(Effect.delay(Effect.sync(callback), milliseconds))
  }
}
