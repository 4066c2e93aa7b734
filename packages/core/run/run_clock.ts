import type { Clock } from "effect"

/** The time of a run: wall time at its start, carried on by the monotonic clock, so that no duration is negative. */
export class RunClock {
  readonly #clock: Clock.Clock
  readonly #wall: number
  readonly #start: bigint

  constructor(clock: Clock.Clock) {
    this.#clock = clock
    this.#wall = clock.currentTimeMillisUnsafe()
    this.#start = clock.monotonicTimeNanosUnsafe()
  }

  /** Milliseconds since 1970, with a fraction. */
  now(): number {
    return this.#wall + Number(this.#clock.monotonicTimeNanosUnsafe() - this.#start) / 1e6
  }
}
