import { Effect } from "effect"

interface Waiting {
  readonly place: number
  readonly resume: () => void
}

/** How often it looks whether an answer that was given earlier is still to come, in turns of the event loop. */
const patience = 1000

/**
 * Lets recorded answers end in the order in which they ended then, although each is there at once: who came first can
 * decide how a run goes on. An answer waits until nothing else is at work, and until those before it were given; what
 * never comes, because the workflow was changed, is not waited for long.
 */
export class ReplayTurns {
  /** Places that were taken in the record and not yet given, the next one last. */
  readonly #expected: Array<number>
  readonly #waiting = new Set<Waiting>()
  #working = 0
  #patience = patience
  #isScheduled = false

  constructor(places: Iterable<number>) {
    this.#expected = [...places].toSorted((left, right) => right - left)
  }

  /** Something that takes its own time: answers wait for it. */
  readonly work = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      this.#working++
      return Effect.ensuring(effect, Effect.sync(this.#ended))
    })

  /** Gives an answer when it is its turn; without a place, after all others. */
  readonly answer = <A, E>(place: number | undefined, effect: Effect.Effect<A, E>): Effect.Effect<A, E> => {
    const turn = Effect.callback<void>((resume) => {
      const waiting = { place: place ?? Number.POSITIVE_INFINITY, resume: () => resume(Effect.void) }
      this.#waiting.add(waiting)
      this.#schedule()
      return Effect.sync(() => this.#waiting.delete(waiting))
    })
    // Counted as work from its turn on, so that the next one waits for what follows from it.
    return Effect.andThen(turn, Effect.ensuring(effect, Effect.sync(this.#ended)))
  }

  readonly #ended = (): void => {
    this.#working--
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0 || this.#working > 0) return
    this.#isScheduled = true
    // In a turn of its own: what follows from the last answer has been started by then.
    setImmediate(() => {
      this.#isScheduled = false
      this.#next()
    })
  }

  #next(): void {
    if (this.#working > 0) return
    let first: Waiting | undefined
    for (const waiting of this.#waiting) if (first === undefined || waiting.place < first.place) first = waiting
    if (first === undefined) return
    const expected = this.#expected.at(-1)
    if (expected !== undefined && expected < first.place && this.#patience > 0) {
      this.#patience--
      return this.#schedule()
    }
    while (this.#expected.length > 0 && (this.#expected.at(-1) ?? 0) <= first.place) this.#expected.pop()
    this.#patience = patience
    this.#waiting.delete(first)
    this.#working++
    first.resume()
  }
}
