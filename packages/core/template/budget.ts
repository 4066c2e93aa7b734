import { stepLimitExceeded, valueTooLarge } from "./failure.ts"
import type { RenderLimits } from "./render_limits.ts"

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

  /** Called before a text of this many UTF-16 units is built or searched. */
  text(length: number): void {
    if (length > this.limits.valueLength) {
      throw valueTooLarge(`a text would be longer than ${this.limits.valueLength} characters`)
    }
    this.spend(length >>> 6)
  }

  /** Called before a list of this many items is built. */
  items(count: number): void {
    if (count * 8 > this.limits.valueLength) {
      throw valueTooLarge(`a list would have more than ${Math.floor(this.limits.valueLength / 8)} items`)
    }
    this.spend(count >>> 3)
  }
}
