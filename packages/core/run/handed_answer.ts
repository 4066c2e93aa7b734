import type { FormAnswer } from "../node/form.ts"

/** An answer that another process hands to the one that works on the run. */
export interface HandedAnswer extends FormAnswer {
  /** By it the other process knows its answer again among the facts; undefined when nobody asks whose it was. */
  readonly answerId?: string | undefined
}
