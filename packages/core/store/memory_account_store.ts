import { Effect } from "effect"
import { alreadySetup, emailAlreadyInUse } from "./_failures.ts"
import { makeAccount, workspaceNameOf } from "./_make_account.ts"
import type { MemoryTables } from "./_memory_tables.ts"
import { newRow } from "./_new_row.ts"
import type { Account, AccountStore, NewAccount } from "./account_store.ts"

/** Accounts in memory. */
export const memoryAccountStore = (tables: MemoryTables): AccountStore["Service"] => {
  const byEmail = (email: string): Account | undefined => {
    const lower = email.toLowerCase()
    return [...tables.accounts.values()].find((account) => account.email === lower)
  }
  const add = (account: NewAccount, id: string, at: number): Account => {
    const made = makeAccount(account, id, at)
    tables.accounts.set(id, made)
    return made
  }
  return {
    setupAt: Effect.sync(() => tables.setupAt),
    setUp: Effect.fn("AccountStore.setUp")(function* (account) {
      const { id, at } = yield* newRow
      const tenantRow = yield* newRow
      if (tables.setupAt !== undefined || byEmail(account.email) !== undefined) {
        return yield* alreadySetup()
      }
      tables.setupAt = at
      const tenant = { id: tenantRow.id, name: workspaceNameOf(account), status: "normal", createdAt: at } as const
      tables.tenants.set(tenant.id, tenant)
      tables.members = [...tables.members, { tenantId: tenant.id, accountId: id, role: "owner", current: true }]
      return { account: add(account, id, at), tenant }
    }),
    create: Effect.fn("AccountStore.create")(function* (account) {
      const { id, at } = yield* newRow
      if (byEmail(account.email) !== undefined) {
        return yield* emailAlreadyInUse()
      }
      return add(account, id, at)
    }),
    find: (accountId) => Effect.sync(() => tables.accounts.get(accountId)),
    findAll: (accountIds) =>
      Effect.sync(() => [...new Set(accountIds)].flatMap((accountId) => tables.accounts.get(accountId) ?? [])),
    findByEmail: (email) => Effect.sync(() => byEmail(email)),
    change: (accountId, change) =>
      Effect.sync(() => {
        const account = tables.accounts.get(accountId)
        if (account === undefined) return undefined
        const changed = { ...account, ...change }
        tables.accounts.set(accountId, changed)
        return changed
      })
  }
}
