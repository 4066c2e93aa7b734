import { Clock, Context, Effect, type Fiber } from "effect"

/** The longest sleep, in milliseconds: no timer measures more than 25 days, and clocks are put right meanwhile. */
const longestSleep = 3_600_000

/** The one timer over the forms of a run, by wall time: a form waits for days, across processes. */
export class FormClock {
  readonly #context: Context.Context<never>
  readonly #clock: Clock.Clock
  #timer: Fiber.Fiber<void> | undefined
  #at = Number.POSITIVE_INFINITY

  constructor(context: Context.Context<never>) {
    this.#context = context
    this.#clock = Context.get(context, Clock.Clock)
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.currentTimeMillisUnsafe()
  }

  /** Calls back once at the first of these moments; replaces what was watched before. */
  watch(moments: ReadonlyArray<number>, onMoment: () => void): void {
    const at = moments.reduce((first, moment) => Math.min(first, moment), Number.POSITIVE_INFINITY)
    if (at === this.#at) return
    this.close()
    if (at === Number.POSITIVE_INFINITY) return
    this.#at = at
    const wait: Effect.Effect<void> = Effect.suspend(() => {
      const left = at - this.now()
      return left <= 0 ? Effect.void : Effect.andThen(Effect.sleep(Math.min(left, longestSleep)), wait)
    })
    const timer = Effect.runForkWith(this.#context)(Effect.andThen(Effect.yieldNow, wait))
    this.#timer = timer
    timer.addObserver(() => {
      // One that was replaced has nothing to say.
      if (this.#timer !== timer) return
      this.close()
      onMoment()
    })
  }

  /** Stops watching. */
  close(): void {
    const timer = this.#timer
    this.#timer = undefined
    this.#at = Number.POSITIVE_INFINITY
    timer?.interruptUnsafe()
  }
}
