import type { RunView } from "./run_view.ts"

/** The shortest time between two looks at a run, in milliseconds: ten a second, whatever happens in between. */
const shortest = 100

/** So many may watch one run at the shortest pace; each one more makes all of them look less often. */
const fewWatchers = 100
const restPerWatcher = 0.5

/** The part of the golden ratio that spreads any number of watchers evenly. */
const spread = 0.618_033_988_749_895

/**
 * When a watcher of a run looks again. Where many watch, each looks at a moment of its own: what they cost is bounded,
 * and never comes all at once, so that the run does not notice.
 */
export class WatchPace {
  readonly #view: RunView
  readonly #phase: number
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(view: RunView) {
    this.#view = view
    view.watchers++
    this.#phase = (view.watchers * spread) % 1
  }

  /** It has not looked yet. */
  get isFirst(): boolean {
    return this.#lookedAt === Number.NEGATIVE_INFINITY
  }

  /** Milliseconds that it has to wait from now on; it looks after them. */
  rest(now: number): number {
    const crowd = Math.max(0, this.#view.watchers - fewWatchers) * restPerWatcher
    const pace = shortest + crowd
    const due = Math.max(this.#lookedAt + pace, now + crowd * this.#phase)
    // A clock that was set back must not make anybody wait.
    const rest = this.isFirst ? 0 : Math.max(0, Math.min(pace, due - now))
    this.#lookedAt = now + rest
    return rest
  }

  /** It looks no more. */
  leave(): void {
    this.#view.watchers--
  }
}
