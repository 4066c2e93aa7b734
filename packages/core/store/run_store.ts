import { Context, type Effect } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../run/fact.ts"

/**
 * A fact as its run hands it over: whole but for its position and epoch (both 0), which the store fills in. It is not
 * copied, because facts are most of what a run allocates.
 */
export type NewFact = Fact & { seq: number; epoch: number }

/** The one who may write the facts of a run. */
export interface FactWriter {
  /** Appends a fact; it is visible to readers of this process at once. */
  readonly append: (fact: NewFact) => Fact
  /** Returns once everything appended so far is durable; undefined for a store that has nothing to wait for. */
  readonly flush: Effect.Effect<void> | undefined
}

/** A run as the store keeps it. */
export interface StoredRun {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  /** All facts so far, in order. The array grows while the run goes on; do not keep it across waits. */
  readonly facts: () => ReadonlyArray<Fact>
  /** Calls the listener after each appended fact; returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void
}

/** What a list of runs shows. */
export interface RunFilter {
  readonly tenantId?: string
  readonly appId?: string
  readonly limit?: number
}

/**
 * Keeps the facts of runs. One conformance suite says what every implementation must do.
 */
export class RunStore extends Context.Service<
  RunStore,
  {
    /** Accepts a run and returns the writer of its facts; the accepted fact is the first. */
    readonly open: (
      accepted: Omit<RunAccepted, "seq" | "epoch" | "version">,
      graph: RunGraph
    ) => Effect.Effect<FactWriter>
    /** The run with this id, or undefined. */
    readonly find: (runId: string) => Effect.Effect<StoredRun | undefined>
    /** Runs, newest first. */
    readonly list: (filter?: RunFilter) => Effect.Effect<ReadonlyArray<StoredRun>>
  }
>()("@flowglass/core/store/RunStore") {}
