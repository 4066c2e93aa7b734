import type { Budget } from "../budget.ts"
import { hasSurrogates } from "./code_points.ts"

/** Finds code points in texts. It remembers the text it was asked for last, so that a loop over one is fast. */
export class TextIndex {
  #text = ""
  #points: ReadonlyArray<string> | undefined
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** The number of code points. */
  lengthOf(text: string): number {
    return this.pointsOf(text)?.length ?? text.length
  }

  /** The code points; undefined when each of them is one UTF-16 unit, so that the text itself will do. */
  pointsOf(text: string): ReadonlyArray<string> | undefined {
    this.#budget.touch(text.length)
    if (text !== this.#text) {
      this.#budget.read(text.length)
      this.#text = text
      this.#points = hasSurrogates(text) ? this.#split(text) : undefined
    }
    return this.#points
  }

  #split(text: string): ReadonlyArray<string> {
    this.#budget.spend(Math.floor(text.length / 16))
    return Array.from(text)
  }
}
