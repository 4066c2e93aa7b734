import type { Budget } from "../budget.ts"
import { pointsOf } from "./code_points.ts"

/** The code points of the text that was indexed last: a loop over `text[i]` then takes linear time. */
export class TextIndex {
  #text = ""
  #points: ReadonlyArray<string> = []
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  pointsOf(text: string): ReadonlyArray<string> {
    if (text !== this.#text) {
      this.#budget.items(text.length)
      this.#text = text
      this.#points = pointsOf(text)
    }
    return this.#points
  }
}
