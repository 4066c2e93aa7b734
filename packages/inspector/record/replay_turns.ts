import { Effect } from "effect"

interface Waiting {
  readonly place: number
  readonly resume: () => void
  /** It counts as work from its turn on. */
  readonly isWork: boolean
  /** It comes in the very moment in which what came before it has ended, before anything follows from that. */
  readonly isPrompt: boolean
}

/** How often it looks whether something that came earlier then is still to come, in turns of the event loop. */
const patience = 1000

/**
 * Lets recorded answers end in the order in which they ended then, although each is there at once: who came first can
 * decide how a run goes on. An answer waits until nothing else is at work and everything that ended before it has
 * ended again; what does not come, because the workflow was changed, is not waited for long.
 */
export class ReplayTurns {
  /** Places of everything that ended in the record, in order, and the next one that has not ended again. */
  readonly #places: ReadonlyArray<number>
  #next = 0
  readonly #ended = new Set<number>()
  readonly #waiting = new Set<Waiting>()
  #working = 0
  #patience = patience
  #isScheduled = false

  constructor(places: Iterable<number>) {
    this.#places = [...places].toSorted((left, right) => left - right)
  }

  /** Notes that what has this place in the record has ended again. */
  end(place: number | undefined): void {
    if (place === undefined) return
    this.#ended.add(place)
    this.#patience = patience
    this.#resumePrompt()
  }

  /** Lets an attempt after the first begin when it began then; one that is not in the record comes last. */
  beginInTurn(beginning: { readonly place: number; readonly isPrompt: boolean } | undefined, begin: () => void): void {
    const { place, isPrompt } = beginning ?? { place: Number.POSITIVE_INFINITY, isPrompt: false }
    this.#waiting.add({ place, resume: begin, isWork: false, isPrompt })
    this.#resumePrompt()
    this.#schedule()
  }

  /** Does something at once, and notes that what has this place has ended again. */
  now(place: number, act: () => void): void {
    act()
    this.end(place)
  }

  /** Does something in its turn that takes no time; without a place, after everything that has one. */
  giveInTurn(place: number | undefined, act: () => void): void {
    const give = (): void => {
      act()
      this.end(place)
    }
    this.#waiting.add({ place: place ?? Number.POSITIVE_INFINITY, resume: give, isWork: false, isPrompt: false })
    this.#schedule()
  }

  /** Does something that takes its own time: others wait for it. */
  work<A, E, R>(place: number | undefined, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    return Effect.suspend(() => {
      this.#working++
      return Effect.ensuring(effect, this.#workDone(place))
    })
  }

  /** Does something when it is its turn; without a place, after everything that has one. */
  inTurn<A, E, R>(place: number | undefined, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    const turn = Effect.callback<void>((resume) => {
      const waiting = {
        place: place ?? Number.POSITIVE_INFINITY,
        resume: () => resume(Effect.void),
        isWork: true,
        isPrompt: false
      } as const
      this.#waiting.add(waiting)
      this.#schedule()
      return Effect.sync(() => this.#waiting.delete(waiting))
    })
    // Counted as work from its turn on, so that the next one waits for what follows from it.
    return Effect.andThen(turn, Effect.ensuring(effect, this.#workDone(place)))
  }

  #workDone(place: number | undefined): Effect.Effect<void> {
    return Effect.sync(() => {
      this.#working--
      this.end(place)
      this.#schedule()
    })
  }

  /** The first place that has not ended again. */
  #missing(): number | undefined {
    while (this.#ended.has(this.#places[this.#next] ?? -1)) this.#next++
    return this.#places[this.#next]
  }

  #resumePrompt(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.isPrompt || (this.#missing() ?? waiting.place) < waiting.place) continue
      this.#waiting.delete(waiting)
      waiting.resume()
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0 || this.#working > 0) return
    this.#isScheduled = true
    // In a turn of its own: what follows from the last answer has been started by then.
    setImmediate(() => {
      this.#isScheduled = false
      this.#takeTurn()
    })
  }

  #takeTurn(): void {
    if (this.#working > 0) return
    let first: Waiting | undefined
    for (const waiting of this.#waiting) if (first === undefined || waiting.place < first.place) first = waiting
    if (first === undefined) return
    const missing = this.#missing()
    if (missing !== undefined && missing < first.place && this.#patience > 0) {
      this.#patience--
      return this.#schedule()
    }
    // What was passed over will not be waited for again; what has no place passes over nothing.
    if (first.place < Number.POSITIVE_INFINITY) {
      while ((this.#places[this.#next] ?? first.place) < first.place) this.#next++
    }
    this.#patience = patience
    this.#waiting.delete(first)
    if (first.isWork) this.#working++
    first.resume()
    if (!first.isWork) this.#schedule()
  }
}
