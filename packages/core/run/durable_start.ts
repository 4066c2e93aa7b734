import { Effect } from "effect"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { Durability } from "../store/durability.ts"

/** Lets nodes begin once that they begin is durable. */
export class DurableStart {
  readonly #durability: Durability
  #waiting: Array<{ readonly seq: number; readonly resume: () => void }> = []

  constructor(durability: Durability) {
    this.#durability = durability
  }

  /** Whether what a node does may be seen outside before this process knows it again after a crash. */
  isNeeded(node: CompiledNode): boolean {
    const { mode } = this.#durability
    return mode === "strict" || (mode === "effects" && node.bound.description.external === true)
  }

  /** Waits until all facts so far are durable; for ever where they never will be. */
  wait(): Effect.Effect<void> {
    const { seq } = this.#durability
    return Effect.callback((resume) => {
      if (this.#durability.durableSeq >= seq) return resume(Effect.void)
      const waiting = { seq, resume: () => resume(Effect.void) }
      this.#waiting.push(waiting)
      return Effect.sync(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
      })
    })
  }

  /** Lets go on who waits for what is durable now. */
  release(): void {
    const { durableSeq } = this.#durability
    const due = this.#waiting.filter(({ seq }) => seq <= durableSeq)
    if (due.length === 0) return
    this.#waiting = this.#waiting.filter(({ seq }) => seq > durableSeq)
    for (const { resume } of due) resume()
  }
}
