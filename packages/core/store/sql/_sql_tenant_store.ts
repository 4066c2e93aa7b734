import { Effect } from "effect"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import { accountNotLinkTenant } from "../_failures.ts"
import { newRow } from "../_new_row.ts"
import type { Membership, Role, Tenant, TenantStore } from "../tenant_store.ts"
import type { Database } from "./_database.ts"

type TenantRow = { [Name in keyof Tenant]: Tenant[Name] }
type MemberRow = TenantRow & { accountId: string; role: Role; current: boolean }

const tenantColumns = 'id, name, status, created_at AS "createdAt"'

const memberships = `SELECT t.id, t.name, t.status, t.created_at AS "createdAt", m.account_id AS "accountId", m.role,
  m.current FROM memberships m JOIN tenants t ON t.id = m.tenant_id`

const membershipOf = ({ accountId, role, current, ...tenant }: MemberRow): Membership => ({
  tenant,
  accountId,
  role,
  current
})

const addStatement = `INSERT INTO memberships (tenant_id, account_id, role) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id, account_id) DO UPDATE SET role = excluded.role`

const createStatement = `WITH tenant AS (
    INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING RETURNING id
  )
  INSERT INTO memberships (tenant_id, account_id, role) SELECT id, $4, 'owner' FROM tenant`

const switchStatement = `UPDATE memberships SET current = (tenant_id = $2) WHERE account_id = $1
  AND EXISTS (SELECT 1 FROM memberships m JOIN tenants t ON t.id = m.tenant_id
    WHERE m.account_id = $1 AND m.tenant_id = $2)`

/** Workspaces in tables. */
export const sqlTenantStore = (database: Database): TenantStore["Service"] => {
  const list = (where: string, id: string): Effect.Effect<ReadonlyArray<Membership>, StoreUnavailable> =>
    Effect.map(database.query<MemberRow>(`${memberships} WHERE ${where} = $1 ORDER BY m.ordinal`, [id]), (rows) =>
      rows.map(membershipOf)
    )
  const listFor = (accountId: string) => list("m.account_id", accountId)
  const choose = (accountId: string, tenantId: string) =>
    Effect.andThen(
      database.query(switchStatement, [accountId, tenantId]),
      Effect.map(listFor(accountId), (all) => all.find(({ tenant }) => tenant.id === tenantId))
    )
  return {
    create: Effect.fn("TenantStore.create")(function* (name, ownerId) {
      const { id, at } = yield* newRow
      yield* database.query(createStatement, [id, name, at, ownerId])
      return { id, name, status: "normal", createdAt: at }
    }),
    find: (tenantId) => database.first<TenantRow>(`SELECT ${tenantColumns} FROM tenants WHERE id = $1`, [tenantId]),
    list: database.query<TenantRow>(`SELECT ${tenantColumns} FROM tenants ORDER BY created_at, id`, []),
    addMember: (tenantId, accountId, role) => Effect.asVoid(database.query(addStatement, [tenantId, accountId, role])),
    listFor,
    members: (tenantId) => list("m.tenant_id", tenantId),
    current: Effect.fn("TenantStore.current")(function* (accountId) {
      const all = yield* listFor(accountId)
      const [oldest] = all
      const current = all.find((membership) => membership.current)
      if (current !== undefined || oldest === undefined) return current
      return yield* choose(accountId, oldest.tenant.id)
    }),
    switchTo: Effect.fn("TenantStore.switchTo")(function* (accountId, tenantId) {
      return (yield* choose(accountId, tenantId)) ?? (yield* accountNotLinkTenant())
    })
  }
}
