import type { Role } from "@flowglass/core"
import { Effect } from "effect"
import { Forbidden } from "../error/http_errors.ts"
import { CurrentAccount } from "./current_account.ts"

const requireRole = (allowed: ReadonlySet<Role>): Effect.Effect<void, Forbidden, CurrentAccount> =>
  Effect.flatMap(CurrentAccount, ({ membership }) =>
    allowed.has(membership.role)
      ? Effect.void
      : Effect.fail(
          new Forbidden({
            message:
              "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server."
          })
        )
  )

/** Owners, administrators and editors may change apps. */
export const requireEditor = requireRole(new Set(["owner", "admin", "editor"]))

/** Owners and administrators may switch an app's API and delete its keys. */
export const requireAdmin = requireRole(new Set(["owner", "admin"]))
