import type { InputObject } from "./run_options.ts"

/** How a run is replayed. */
export interface ReplayOptions {
  /**
   * The node to begin at: it and everything after it runs again, everything else gives what it gave then. Without it all
   * nodes run again.
   */
  readonly from?: string
  /** Inputs that differ from those of then, by name. */
  readonly inputs?: InputObject
}
