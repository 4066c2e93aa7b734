import { Clock, Context, Effect } from "effect"

/** The longest sleep, in milliseconds: no timer measures more than 25 days, and clocks are put right meanwhile. */
const longestSleep = 3_600_000

/**
 * The one timer over the forms of a run, by wall time: a form waits for days, across processes. It keeps no process
 * alive, because who embeds a run shall not have to wait for people; a clock that a host gives has timers of its own.
 */
export class FormClock {
  readonly #context: Context.Context<never>
  readonly #clock: Clock.Clock
  readonly #isGiven: boolean
  #cancel: (() => void) | undefined
  #at = Number.POSITIVE_INFINITY

  constructor(context: Context.Context<never>) {
    this.#context = context
    this.#clock = Context.get(context, Clock.Clock)
    this.#isGiven = Context.getOrUndefined(context, Clock.Clock) !== undefined
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock.currentTimeMillisUnsafe()
  }

  /** Calls back once at the first of these moments, never in the turn of the caller; replaces what was watched before. */
  watch(moments: ReadonlyArray<number>, onMoment: () => void): void {
    const at = moments.reduce((first, moment) => Math.min(first, moment), Number.POSITIVE_INFINITY)
    if (at === this.#at) return
    this.close()
    if (at === Number.POSITIVE_INFINITY) return
    this.#at = at
    this.#wait(onMoment)
  }

  /** Stops watching. */
  close(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#at = Number.POSITIVE_INFINITY
  }

  #wait(onMoment: () => void): void {
    // A clock that is given may not tell less than a millisecond apart: it would call back at once, again and again.
    const left = Math.max(0, Math.min(Math.ceil(this.#at - this.now()), longestSleep))
    this.#cancel = this.#after(left, () => {
      if (this.#at > this.now()) return this.#wait(onMoment)
      this.close()
      onMoment()
    })
  }

  #after(milliseconds: number, callback: () => void): () => void {
    if (!this.#isGiven) {
      const timer = setTimeout(callback, milliseconds).unref()
      return () => clearTimeout(timer)
    }
    const wait = milliseconds > 0 ? Effect.sleep(milliseconds) : Effect.yieldNow
    const fiber = Effect.runForkWith(this.#context)(Effect.andThen(wait, Effect.sync(callback)))
    return () => fiber.interruptUnsafe()
  }
}
