import { Effect, Layer, Stream } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../run/fact.ts"
import { HeldSize } from "./_held_size.ts"
import { KeptRuns } from "./_kept_runs.ts"
import { isRunOf, runPage, summaryOf } from "./_run_page.ts"
import { type FactWriter, type NewFact, RunStore, type StoredRun } from "./run_store.ts"

/** A run in memory: its facts, and who watches them. */
export class MemoryRun implements StoredRun, FactWriter {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  readonly flush: FactWriter["flush"] = undefined
  readonly durability: FactWriter["durability"] = undefined
  /** Whether its keeper still keeps it. */
  isKept = false
  readonly #facts: Array<Fact>
  readonly #keeper: KeptRuns | undefined
  readonly #size: HeldSize | undefined
  #listeners: Set<() => void> | undefined

  /** One without a keeper belongs to no store; nobody counts what it takes. */
  constructor(accepted: RunAccepted, graph: RunGraph, keeper?: KeptRuns) {
    this.accepted = accepted
    this.graph = graph
    this.#facts = [accepted]
    this.#keeper = keeper
    if (keeper === undefined) return
    this.#size = new HeldSize()
    this.#size.add(accepted)
  }

  #count(fact: Fact): void {
    if (this.#size === undefined || this.#keeper === undefined) return
    this.#keeper.bytes += this.#size.add(fact)
    if (fact.kind === "run_finished") this.#keeper.finish(this)
  }

  /** About how many bytes of memory its facts take. */
  get bytes(): number {
    return this.#size?.bytes ?? 0
  }

  facts(): ReadonlyArray<Fact> {
    return this.#facts
  }

  append(fact: NewFact): Fact {
    fact.seq = this.#facts.length + 1
    fact.epoch = this.accepted.epoch
    this.show(fact)
    return fact
  }

  /** Lets everybody see a fact that has its position. */
  show(fact: Fact): void {
    this.#facts.push(fact)
    if (this.isKept) this.#count(fact)
    if (this.#listeners !== undefined) for (const listener of [...this.#listeners]) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => this.#listeners?.delete(listener)
  }

  /** Whether somebody listens. */
  get isWatched(): boolean {
    return this.#listeners !== undefined && this.#listeners.size > 0
  }
}

/** Whether nothing can be added to a run any more. */
const hasEnded = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_finished"

/** How many runs a memory store keeps unless told otherwise: enough to look back, bounded for a long-lived process. */
export const defaultMemoryRuns = 1000

/** How many bytes of runs a memory store keeps unless told otherwise: a small part of what Node gives a process. */
export const defaultMemoryBytes = 256 * 1024 * 1024

/** How much a memory store keeps. */
export interface MemoryRunStoreOptions {
  /** Runs, working ones included; 1,000 unless given. */
  readonly capacity?: number
  /** Bytes of memory that runs take, as far as that can be counted cheaply; 256 MiB unless given. */
  readonly maximumBytes?: number
  /** Runs that are there from the beginning; those that are paused can go on. */
  readonly runs?: ReadonlyArray<StoredRun>
}

/**
 * Runs in memory: gone with the process. When a run begins and there are more than `capacity`, or they take more than
 * `maximumBytes`, those that finished first are forgotten: they are then unknown (`workflow_run_not_found`), as if they
 * had never been. Runs that still work stay, however many or large they are, and so does the one that begins.
 *
 * @example
 * ```ts
 * import { Layer } from "effect"
 * import { layerMemoryRunStore } from "@flowglass/core"
 *
 * Layer.isLayer(layerMemoryRunStore({ capacity: 10, maximumBytes: 1e7 })) // => true
 * ```
 */
export const layerMemoryRunStore = (options: MemoryRunStoreOptions = {}): Layer.Layer<RunStore> =>
  Layer.sync(RunStore, () => {
    const { capacity = defaultMemoryRuns, maximumBytes = defaultMemoryBytes } = options
    const runs = new KeptRuns({ capacity, maximumBytes })
    for (const given of options.runs ?? []) {
      const run = new MemoryRun(given.accepted, given.graph, runs)
      runs.add(run)
      for (const fact of given.facts().slice(1)) run.show(fact)
    }
    return RunStore.of({
      open: (accepted, graph) =>
        Effect.sync(() => {
          const run = new MemoryRun({ ...accepted, seq: 1, epoch: 1, version: 1 }, graph, runs)
          runs.add(run)
          return run
        }),
      find: (runId) => Effect.sync(() => runs.get(runId)),
      reopen: (runId) =>
        Effect.sync(() => {
          const run = runs.get(runId)
          return run === undefined || hasEnded(run) ? undefined : { run, writer: run, crashes: 0 }
        }),
      letGo: () => Effect.void,
      isOwner: () => true,
      requestStop: () => Effect.void,
      requestAnswer: () => Effect.succeed({ isKept: false }),
      settleAnswer: () => Effect.void,
      giveUp: () => Effect.void,
      orders: Stream.never,
      list: (filter = {}) =>
        Effect.sync(() =>
          runs
            .all()
            .toReversed()
            .filter(
              ({ accepted }) =>
                (filter.tenantId === undefined || accepted.tenantId === filter.tenantId) &&
                (filter.appId === undefined || accepted.appId === filter.appId)
            )
            .slice(0, filter.limit)
        ),
      summary: (app, runId) =>
        Effect.sync(() => {
          const run = runs.get(runId)
          return run !== undefined && isRunOf(app, run) ? summaryOf(run) : undefined
        }),
      page: (filter) => Effect.sync(() => runPage(runs.all(), filter)),
      prune: ({ finishedBefore, limit = Number.MAX_SAFE_INTEGER }) =>
        Effect.sync(() => {
          const old = runs
            .all()
            .flatMap((run) => {
              const end = run.facts().at(-1)
              return end?.kind === "run_finished" && end.at < finishedBefore ? [{ run, at: end.at }] : []
            })
            .toSorted((left, right) => left.at - right.at)
            .slice(0, limit)
          for (const { run } of old) runs.delete(run)
          return old.length
        }),
      removeApp: (app) =>
        Effect.sync(() => {
          for (const run of runs.all()) if (isRunOf(app, run)) runs.delete(run)
        })
    })
  })
