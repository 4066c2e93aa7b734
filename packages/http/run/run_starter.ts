import type { RunCreator } from "@flowglass/core"

/** Somebody who is signed in. */
export interface AccountStarter {
  readonly role: "account"
  readonly id: string
  readonly name: string
  readonly email: string
}

/** A user of the service API: `user` is the caller's own name for them. */
export interface EndUserStarter {
  readonly role: "end_user"
  readonly id: string
  readonly user: string
}

/** Who starts a run. */
export type RunStarter = AccountStarter | EndUserStarter

/** As the run's record keeps them. */
export const creatorOf = ({ role, id }: RunStarter): RunCreator => ({ role, id })

/** `sys.user_id`, as Dify has it: an account's id, and the caller's own name for an end user. */
export const systemUserOf = (starter: RunStarter): string => (starter.role === "account" ? starter.id : starter.user)
