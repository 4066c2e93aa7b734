import type { RunGraph } from "../graph/run_graph.ts"
import { HeldSize } from "./_held_size.ts"
import type { MemoryRun } from "./memory_run_store.ts"

/** How much a store in memory keeps. */
export interface KeptLimits {
  /** Runs, working ones included. */
  readonly capacity: number
  /** About how many bytes of memory they take. */
  readonly maximumBytes: number
}

/** The graph of one or more kept runs. */
interface KeptGraph {
  readonly bytes: number
  runs: number
}

/** Runs in the order in which they came; beyond its limits those that finished first are forgotten. */
export class KeptRuns {
  readonly #limits: KeptLimits
  readonly #runs = new Map<string, MemoryRun>()
  /** In the order in which they finished. */
  readonly #finished = new Set<MemoryRun>()
  readonly #graphs = new Map<RunGraph, KeptGraph>()
  /** About how many bytes of memory they take; a kept run adds to it what it grows by. */
  bytes = 0

  constructor(limits: KeptLimits) {
    this.#limits = limits
  }

  /** Keeps a run. Room is made only here, for what came since as well: who just waited for a run still finds it. */
  add(run: MemoryRun): void {
    run.isKept = true
    this.#runs.set(run.accepted.runId, run)
    this.bytes += run.bytes
    const graph = this.#graphs.get(run.graph)
    if (graph === undefined) {
      const bytes = new HeldSize().addGraph(run.graph)
      this.#graphs.set(run.graph, { bytes, runs: 1 })
      this.bytes += bytes
    } else graph.runs++
    for (const oldest of this.#finished) {
      if (this.#runs.size <= this.#limits.capacity && this.bytes <= this.#limits.maximumBytes) return
      this.delete(oldest)
    }
  }

  /** Notes that a kept run has finished. */
  finish(run: MemoryRun): void {
    this.#finished.add(run)
  }

  get(runId: string): MemoryRun | undefined {
    return this.#runs.get(runId)
  }

  /** Oldest first. */
  all(): ReadonlyArray<MemoryRun> {
    return [...this.#runs.values()]
  }

  /** Forgets a run. One that still works goes on, but nobody finds it any more. */
  delete(run: MemoryRun): void {
    if (this.#runs.get(run.accepted.runId) !== run) return
    run.isKept = false
    this.#runs.delete(run.accepted.runId)
    this.#finished.delete(run)
    this.bytes -= run.bytes
    const graph = this.#graphs.get(run.graph)
    if (graph === undefined || --graph.runs > 0) return
    this.#graphs.delete(run.graph)
    this.bytes -= graph.bytes
  }
}
