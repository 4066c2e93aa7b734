/** The parts of a request that have a time limit of their own. */
export type RequestPhase = "connect" | "write" | "read" | "total"

/** The reason a request is aborted with when a phase took too long. */
export class PhaseTimeout extends Error {
  readonly phase: RequestPhase
  readonly milliseconds: number

  constructor(phase: RequestPhase, milliseconds: number) {
    super(`the ${phase} limit of ${milliseconds} ms was reached`)
    this.phase = phase
    this.milliseconds = milliseconds
  }
}

/**
 * Aborts a request whose current phase lasts too long. These are timers of real sockets, so they do not follow
 * Effect's Clock.
 */
export class PhaseTimer {
  readonly #limits: Readonly<Record<RequestPhase, number>>
  readonly #abort: (reason: PhaseTimeout) => void
  #phase: RequestPhase | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(limits: Readonly<Record<RequestPhase, number>>, abort: (reason: PhaseTimeout) => void) {
    this.#limits = limits
    this.#abort = abort
  }

  /** Starts a phase, or its limit anew. */
  enter(phase: RequestPhase): void {
    if (phase === this.#phase && this.#timer !== undefined) {
      this.#timer.refresh()
      return
    }
    this.stop()
    const limit = this.#limits[phase]
    if (limit === Number.POSITIVE_INFINITY) return
    this.#phase = phase
    this.#timer = setTimeout(() => this.#abort(new PhaseTimeout(phase, limit)), limit)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
