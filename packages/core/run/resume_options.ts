import type { InputObject } from "./run_options.ts"

/** The answer to a form that a paused run waits for. */
export interface ResumeOptions {
  /**
   * The node that asks; may be left out when one form waits only. A node that waits in several rounds of a container is
   * named by its place: `root/loop_1[2]/ask`, the `execution` of its form.
   */
  readonly node?: string
  /** The id of the form, instead of its node. */
  readonly form?: string
  /** The id of the chosen action. */
  readonly action: string
  /** Every field of the form by name. Files are as in the inputs of a run. */
  readonly inputs?: InputObject
}
