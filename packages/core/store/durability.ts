import type { RunTakenOver, StoreUnavailable, ValueNotStorable } from "../error/store_errors.ts"
import type { Fact } from "../run/fact.ts"
import type { StoredRun } from "./run_store.ts"

/**
 * What of a run is on disk before it goes on:
 *
 * - `strict`: the start of every node, and with it the end of everything before.
 * - `effects`: the start of every node that leaves the process, so that what others were asked is known after a crash.
 *   What only computes may be computed again.
 * - `end`: that the run was accepted, what it waits for, what it was answered, and how it ended. After a crash it begins
 *   anew behind the last of these.
 *
 * In all but `end`, readers see what is on disk: nothing that was shown is lost.
 */
export type DurabilityMode = "strict" | "effects" | "end"

/** Why a store takes no more facts of a run. */
export type StoreRefusal = RunTakenOver | StoreUnavailable | ValueNotStorable

/** How far the facts of a run are durable, for the one who writes them. */
export interface Durability {
  readonly mode: DurabilityMode
  /** The position of the last fact. */
  readonly seq: number
  /** The position of the last durable fact. */
  readonly durableSeq: number
  /** Whether so much waits for the disk that nobody should add to it before the next change. */
  readonly isBehind: boolean
  /** Why no more facts will be taken: somebody else has the run, or it cannot be stored. */
  readonly refusal: StoreRefusal | undefined
  /**
   * Takes back what was appended and is not durable, after a refusal that is about what it says: facts that end the
   * run can be appended then. Returns the durable ones; undefined when the run is somebody else's now.
   */
  readonly takeBack: () => ReadonlyArray<Fact> | undefined
  /**
   * The run as it goes on without this process, once somebody else has it: its facts follow those that were shown here.
   * Undefined where more was shown than is kept.
   */
  readonly successor: StoredRun | undefined
  /** Calls the listener whenever one of these has changed; only one listens, the run itself. */
  readonly onChange: (listener: () => void) => void
}
