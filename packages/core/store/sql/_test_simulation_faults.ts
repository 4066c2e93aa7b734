/**
 * What was seen to be wrong while a simulation went on. It is told at its end: where it was seen, in a fiber of a process
 * or in a node, it would be a failure of theirs, and a product that bears failures well would hide it.
 */
export class SimulationFaults {
  readonly #faults: Array<unknown> = []

  /** Asserts something now, and keeps what is wrong. */
  readonly note = (check: () => void): void => {
    try {
      check()
    } catch (fault) {
      this.#faults.push(fault)
    }
  }

  /** Throws the first fault. */
  tell(): void {
    if (this.#faults.length > 0) throw this.#faults[0]
  }
}
