import type { Account, Membership } from "@flowglass/core"
import { Context } from "effect"

/** Who sends a console request, and the workspace it works in. */
export interface SignedInAccount {
  readonly account: Account
  readonly membership: Membership
}

/** The account behind the session of a console request. */
export class CurrentAccount extends Context.Service<CurrentAccount, SignedInAccount>()(
  "@flowglass/http/auth/CurrentAccount"
) {}
