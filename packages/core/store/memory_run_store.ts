import { Effect, Layer } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../run/fact.ts"
import { type FactWriter, type NewFact, RunStore, type StoredRun } from "./run_store.ts"

/** A run in memory: its facts, and who watches them. */
export class MemoryRun implements StoredRun, FactWriter {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  readonly flush = undefined
  readonly #facts: Array<Fact>
  #listeners: Set<() => void> | undefined

  constructor(accepted: RunAccepted, graph: RunGraph) {
    this.accepted = accepted
    this.graph = graph
    this.#facts = [accepted]
  }

  facts(): ReadonlyArray<Fact> {
    return this.#facts
  }

  append(fact: NewFact): Fact {
    fact.seq = this.#facts.length + 1
    fact.epoch = 1
    this.#facts.push(fact)
    if (this.#listeners !== undefined) for (const listener of [...this.#listeners]) listener()
    return fact
  }

  subscribe(listener: () => void): () => void {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => this.#listeners?.delete(listener)
  }
}

/** How many runs a memory store keeps unless told otherwise: enough to look back, bounded for a long-lived process. */
export const defaultMemoryRuns = 1000

/**
 * Runs in memory: gone with the process. Beyond `capacity` the oldest finished run is forgotten.
 *
 * @example
 * ```ts
 * import { Layer } from "effect"
 * import { layerMemoryRunStore } from "@flowglass/core"
 *
 * Layer.isLayer(layerMemoryRunStore({ capacity: 10 })) // => true
 * ```
 */
export const layerMemoryRunStore = (options: { readonly capacity?: number } = {}): Layer.Layer<RunStore> =>
  Layer.sync(RunStore, () => {
    const capacity = options.capacity ?? defaultMemoryRuns
    const runs = new Map<string, MemoryRun>()
    const forget = (): void => {
      if (runs.size <= capacity) return
      for (const [id, run] of runs) {
        if (run.facts().at(-1)?.kind !== "run_finished") continue
        runs.delete(id)
        if (runs.size <= capacity) return
      }
    }
    return RunStore.of({
      open: (accepted, graph) =>
        Effect.sync(() => {
          const run = new MemoryRun({ ...accepted, seq: 1, epoch: 1, version: 1 }, graph)
          runs.set(accepted.runId, run)
          forget()
          return run
        }),
      find: (runId) => Effect.sync(() => runs.get(runId)),
      list: (filter = {}) =>
        Effect.sync(() =>
          [...runs.values()]
            .reverse()
            .filter(
              ({ accepted }) =>
                (filter.tenantId === undefined || accepted.tenantId === filter.tenantId) &&
                (filter.appId === undefined || accepted.appId === filter.appId)
            )
            .slice(0, filter.limit ?? runs.size)
        )
    })
  })
