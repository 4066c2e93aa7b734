import type { AskedForm } from "./form_ledger.ts"
import type { RunLimits } from "./run_limits.ts"

/** When a form stops waiting, in milliseconds since 1970, and what then becomes of its run. */
export interface FormDeadline {
  readonly at: number
  /** The node goes on by its timeout; else the run is stopped, because no form may wait longer. */
  readonly goesOn: boolean
}

/** When a form stops waiting. */
export const formDeadline = ({ form, askedAt }: AskedForm, limits: Pick<RunLimits, "formTime">): FormDeadline => {
  const own = form.expiration_time * 1000
  const longest = askedAt + limits.formTime
  return own <= longest ? { at: own, goesOn: true } : { at: longest, goesOn: false }
}
