import { stepLimitExceeded, valueTooLarge } from "./failure.ts"
import type { RenderLimits } from "./render_limits.ts"

const large = 1n << 512n

/** Steps for an operation on a big integer: it takes far longer than one on a number. */
export const bigIntegerCost = (value: bigint): number => (value > large || value < -large ? 128 : 4)

/** What one rendering may still spend. Everything that loops, recurses or builds asks here first. */
export class Budget {
  readonly limits: RenderLimits
  #steps: number

  constructor(limits: RenderLimits) {
    this.limits = limits
    this.#steps = limits.steps
  }

  /** Takes steps off the budget. */
  spend(steps: number): void {
    this.#steps -= steps
    if (this.#steps < 0) throw stepLimitExceeded(this.limits.steps)
  }

  /** For a text of this many UTF-16 units that is gone through character by character. */
  read(length: number): void {
    this.spend(Math.floor(length / 64))
  }

  /** For a text that is only compared, cut or joined, which takes far less time. */
  touch(length: number): void {
    this.spend(Math.floor(length / 4096))
  }

  /** For a text that is going to be built. */
  build(length: number): void {
    this.fit(length)
    this.read(length)
  }

  /** Fails when a text would be longer than any may be. */
  fit(length: number): void {
    if (length > this.limits.valueLength) {
      throw valueTooLarge(`a text would be longer than ${this.limits.valueLength} characters`)
    }
  }

  /** For a list of this many items that is going to be built. */
  items(count: number): void {
    if (count * 8 > this.limits.valueLength) {
      throw valueTooLarge(`a list would have more than ${Math.floor(this.limits.valueLength / 8)} items`)
    }
    this.spend(Math.floor(count / 8))
  }
}
