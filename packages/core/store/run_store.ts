import { Context, type Effect, type Stream } from "effect"
import type { FlowglassError } from "../error/define_error.ts"
import type { StoredValueUnreadable, StoreUnavailable, ValueNotStorable } from "../error/store_errors.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import type { FormAnswer } from "../node/form.ts"
import type { Fact, RunAccepted, TriggerSource } from "../run/fact.ts"
import type { RunStatus } from "../run/run_result.ts"
import type { Durability, StoreRefusal } from "./durability.ts"
import type { RunOrder } from "./run_orders.ts"
import type { RunHead, RunSummary } from "./run_summary.ts"
import type { AppAddress } from "./workflow_store.ts"

/**
 * A fact as its run hands it over: whole but for its position and epoch (both 0), which the store fills in. It is not
 * copied, because facts are most of what a run allocates.
 */
export type NewFact = Fact & { seq: number; epoch: number }

/** The one who may write the facts of a run. */
export interface FactWriter {
  /** Appends a fact. Readers see it at once, or when it is durable. */
  readonly append: (fact: NewFact) => Fact
  /** How far the facts are durable; undefined for a store that has nothing to wait for. */
  readonly durability: Durability | undefined
  /**
   * Returns once everything appended so far is durable; undefined for a store that has nothing to wait for. Fails with
   * `store_unavailable` when that takes too long, and with why the store refuses what was appended.
   */
  readonly flush: Effect.Effect<void, StoreRefusal> | undefined
}

/** A run as the store keeps it. */
export interface StoredRun {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  /** All facts so far, in order. The array grows while the run goes on; do not keep it across waits. */
  readonly facts: () => ReadonlyArray<Fact>
  /** Calls the listener after each appended fact; returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void
  /** Set for a run that was read from a record: no fact will follow, whether or not the run has ended. */
  readonly isRecorded?: boolean
}

/** A run whose writing was taken over, and its writer. */
export interface ReopenedRun {
  readonly run: StoredRun
  readonly writer: FactWriter
  /** How many processes have died in a row while they worked on the run, without any of its nodes having ended. */
  readonly crashes: number
}

/** How an answer was handed to the process that works on a run. */
export interface AnswerReceipt {
  /** False when another answer to the form is there already, or the run has ended. */
  readonly isKept: boolean
  /**
   * The fact that closes the form has this id when it was this answer, whatever `isKept` says: the database may have kept
   * it before it was asked once more. Undefined when `isKept` alone says whether it was.
   */
  readonly answerId?: string
}

/** What a list of runs shows. */
export interface RunFilter {
  readonly tenantId?: string
  readonly appId?: string
  readonly limit?: number
}

/** Which runs of an app a page shows. */
export interface RunPageFilter extends AppAddress {
  readonly status?: RunStatus
  readonly trigger?: TriggerSource
  readonly workflowId?: string
  /** The last run of the page before; a run that is not there has nothing after it. */
  readonly lastId?: string
  readonly limit: number
}

/** Which runs are removed because of their age. */
export interface PruneFilter {
  /** Those that ended before this; milliseconds since 1970. */
  readonly finishedBefore: number
  /** At most so many; all unless given. */
  readonly limit?: number
}

/** A page of runs, newest first. */
export interface RunPage {
  readonly items: ReadonlyArray<RunHead>
  readonly hasMore: boolean
}

/**
 * Keeps the facts of runs. One conformance suite says what every implementation must do.
 */
export class RunStore extends Context.Service<
  RunStore,
  {
    /**
     * Accepts a run and returns the writer of its facts; the accepted fact is the first. Undefined when another process
     * owns the runs of the store: it has the run then, and `find` shows how far it has come.
     */
    readonly open: (
      accepted: Omit<RunAccepted, "seq" | "epoch" | "version">,
      graph: RunGraph
    ) => Effect.Effect<FactWriter | undefined, StoreUnavailable | ValueNotStorable>
    /** The run with this id, or undefined. */
    readonly find: (runId: string) => Effect.Effect<StoredRun | undefined, StoredValueUnreadable | StoreUnavailable>
    /**
     * Takes over the writing of a run that rests: facts of whoever wrote it before are refused from now on. Undefined
     * when there is no such run, it has ended, or this process does not own the runs of the store.
     */
    readonly reopen: (runId: string) => Effect.Effect<ReopenedRun | undefined, StoredValueUnreadable | StoreUnavailable>
    /** Lets go of a run that was taken over and is not worked on after all: it is ordered again. */
    readonly letGo: (runId: string) => Effect.Effect<void>
    /** Whether this process works on the runs of the store. Of all that have it open, one does. */
    readonly isOwner: () => boolean
    /** Has a run stopped by the process that works on it, now or when one does. */
    readonly requestStop: (runId: string, reason: string) => Effect.Effect<void, StoreUnavailable>
    /** Keeps the answer to a form for the process that works on its run, now or when one does. */
    readonly requestAnswer: (
      runId: string,
      formId: string,
      answer: FormAnswer
    ) => Effect.Effect<AnswerReceipt, StoreUnavailable>
    /** Notes that an answer was given to its form, or came too late for it. */
    readonly settleAnswer: (runId: string, formId: string) => Effect.Effect<void, StoreUnavailable>
    /** Ends a run whose facts cannot be read any more, with why: nobody can go on with it. */
    readonly giveUp: (runId: string, error: FlowglassError) => Effect.Effect<void, StoreUnavailable>
    /**
     * What this process has to do for the runs of the store while it owns them; the same order may come again until it is
     * done. Runs that were left by a process that is gone come when the store is opened.
     */
    readonly orders: Stream.Stream<RunOrder>
    /** Runs, newest first. */
    readonly list: (
      filter?: RunFilter
    ) => Effect.Effect<ReadonlyArray<StoredRun>, StoredValueUnreadable | StoreUnavailable>
    /** A run of an app in short; a foreign run looks like a missing one. */
    readonly summary: (
      app: AppAddress,
      runId: string
    ) => Effect.Effect<RunSummary | undefined, StoredValueUnreadable | StoreUnavailable>
    /** The runs of an app, newest first, page by page. */
    readonly page: (filter: RunPageFilter) => Effect.Effect<RunPage, StoreUnavailable>
    /** Removes runs that ended before a moment, the oldest first, and says how many there were. */
    readonly prune: (filter: PruneFilter) => Effect.Effect<number, StoreUnavailable>
    /** Removes the runs of an app. Those at work go on, but nobody finds them any more. */
    readonly removeApp: (app: AppAddress) => Effect.Effect<void, StoreUnavailable>
  }
>()("@flowglass/core/store/RunStore") {}
