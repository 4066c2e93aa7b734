import { Effect } from "effect"
import { accountNotLinkTenant } from "./_failures.ts"
import type { MemberRow, MemoryTables } from "./_memory_tables.ts"
import { newRow } from "./_new_row.ts"
import type { Membership, TenantStore } from "./tenant_store.ts"

/** Workspaces in memory. */
export const memoryTenantStore = (tables: MemoryTables): TenantStore["Service"] => {
  const shown = (row: MemberRow): ReadonlyArray<Membership> => {
    const tenant = tables.tenants.get(row.tenantId)
    return tenant === undefined ? [] : [{ tenant, accountId: row.accountId, role: row.role, current: row.current }]
  }
  const listFor = (accountId: string): ReadonlyArray<Membership> =>
    tables.members.filter((row) => row.accountId === accountId).flatMap(shown)
  /** Marks one workspace of an account as the current one. */
  const mark = (accountId: string, tenantId: string): Membership | undefined => {
    tables.members = tables.members.map((row) =>
      row.accountId === accountId ? { ...row, current: row.tenantId === tenantId } : row
    )
    return listFor(accountId).find(({ tenant }) => tenant.id === tenantId)
  }
  const addMember: TenantStore["Service"]["addMember"] = (tenantId, accountId, role) =>
    Effect.sync(() => {
      const isSame = (row: MemberRow): boolean => row.tenantId === tenantId && row.accountId === accountId
      tables.members = tables.members.some(isSame)
        ? tables.members.map((row) => (isSame(row) ? { ...row, role } : row))
        : [...tables.members, { tenantId, accountId, role, current: false }]
    })
  return {
    create: Effect.fn("TenantStore.create")(function* (name, ownerId) {
      const { id, at } = yield* newRow
      const tenant = { id, name, status: "normal", createdAt: at } as const
      tables.tenants.set(id, tenant)
      yield* addMember(id, ownerId, "owner")
      return tenant
    }),
    find: (tenantId) => Effect.sync(() => tables.tenants.get(tenantId)),
    list: Effect.sync(() => [...tables.tenants.values()]),
    addMember,
    listFor: (accountId) => Effect.sync(() => listFor(accountId)),
    members: (tenantId) => Effect.sync(() => tables.members.filter((row) => row.tenantId === tenantId).flatMap(shown)),
    current: (accountId) =>
      Effect.sync(() => {
        const all = listFor(accountId)
        const [oldest] = all
        return all.find(({ current }) => current) ?? (oldest && mark(accountId, oldest.tenant.id))
      }),
    switchTo: Effect.fn("TenantStore.switchTo")(function* (accountId, tenantId) {
      const isMember = listFor(accountId).some(({ tenant }) => tenant.id === tenantId)
      const current = isMember ? mark(accountId, tenantId) : undefined
      return current ?? (yield* accountNotLinkTenant())
    })
  }
}
