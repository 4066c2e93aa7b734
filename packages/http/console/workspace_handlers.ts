import { AccountStore, TenantStore } from "@flowglass/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentAccount } from "../auth/current_account.ts"
import { ConsoleApi } from "./console_api.ts"
import { workspaceDetail, workspaceEntry, workspaceMember } from "./workspace_view.ts"

const current = () => Effect.map(CurrentAccount, ({ membership }) => workspaceDetail(membership))

export const workspaceHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "workspaces",
  Effect.fnUntraced(function* (handlers) {
    const accounts = yield* AccountStore
    const tenants = yield* TenantStore
    return handlers.handleAll({
      listWorkspaces: Effect.fnUntraced(function* () {
        const { account, membership } = yield* CurrentAccount
        const all = yield* tenants.listFor(account.id)
        const open = all.filter(({ tenant }) => tenant.status === "normal")
        return { workspaces: open.map((one) => workspaceEntry(one, membership.tenant.id)) }
      }),

      currentWorkspace: current,
      currentWorkspaceInfo: current,

      listMembers: Effect.fnUntraced(function* () {
        const { membership } = yield* CurrentAccount
        const members = yield* tenants.members(membership.tenant.id)
        const found = yield* accounts.findAll(members.map(({ accountId }) => accountId))
        const accountOf = new Map(found.map((account) => [account.id, account]))
        return {
          accounts: members.flatMap((member) => {
            const account = accountOf.get(member.accountId)
            return account === undefined ? [] : [workspaceMember(account, member)]
          })
        }
      }),

      switchWorkspace: Effect.fnUntraced(function* ({ payload }) {
        const { account } = yield* CurrentAccount
        const membership = yield* tenants.switchTo(account.id, payload.tenant_id)
        return { result: "success" as const, new_tenant: workspaceDetail(membership) }
      })
    })
  })
)
