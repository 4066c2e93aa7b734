import { Effect } from "effect"
import { alreadySetup, emailAlreadyInUse } from "../_failures.ts"
import { makeAccount, workspaceNameOf } from "../_make_account.ts"
import { newRow } from "../_new_row.ts"
import type { Account, AccountStore } from "../account_store.ts"
import type { Tenant } from "../tenant_store.ts"
import { Column, type Database, type Parameter } from "./_database.ts"
import { indexKey } from "./_index_key.ts"

type AccountRow = { [Name in keyof Account]: Account[Name] }

const columns = `id, name, email, password_hash AS "passwordHash", status, interface_language AS "interfaceLanguage",
  interface_theme AS "interfaceTheme", timezone, last_login_at AS "lastLoginAt", last_login_ip AS "lastLoginIp",
  created_at AS "createdAt"`

/** Column by name of what may change. */
const changeable = {
  name: "name",
  passwordHash: "password_hash",
  status: "status",
  interfaceLanguage: "interface_language",
  interfaceTheme: "interface_theme",
  timezone: "timezone",
  lastLoginAt: "last_login_at",
  lastLoginIp: "last_login_ip"
} as const

const accountParameters = (account: Account): ReadonlyArray<Parameter> => [
  account.id,
  account.name,
  account.email,
  account.passwordHash,
  account.status,
  account.interfaceLanguage,
  account.interfaceTheme,
  account.timezone,
  account.createdAt,
  indexKey(account.email)
]

const insertColumns =
  "id, name, email, password_hash, status, interface_language, interface_theme, timezone, created_at, email_key"
const insertValues = "$1, $2, $3, $4, $5, $6, $7, $8, $9::float8, $10"

// The row of the installation is what those who set up at the same time wait for.
const setUpStatement = `WITH won AS (
    INSERT INTO installation (id, account_id, at) VALUES (1, $1, $9) ON CONFLICT (id) DO NOTHING RETURNING account_id
  ), account AS (
    INSERT INTO accounts (${insertColumns}) SELECT ${insertValues} FROM won
  ), tenant AS (
    INSERT INTO tenants (id, name, created_at) SELECT $11, $12, $9 FROM won
  ), member AS (
    INSERT INTO memberships (tenant_id, account_id, role, current) SELECT $11, $1, 'owner', true FROM won
  )
  SELECT account_id FROM won UNION ALL SELECT account_id FROM installation WHERE account_id = $1`

const createStatement = `WITH made AS (
    INSERT INTO accounts (${insertColumns}) VALUES (${insertValues}) ON CONFLICT DO NOTHING RETURNING id
  )
  SELECT id FROM made UNION ALL SELECT id FROM accounts WHERE id = $1`

/** Accounts in tables. */
export const sqlAccountStore = (database: Database): AccountStore["Service"] => {
  const find = (accountId: string) =>
    database.first<AccountRow>(`SELECT ${columns} FROM accounts WHERE id = $1`, [accountId])
  const findByEmail = (email: string) =>
    database.first<AccountRow>(`SELECT ${columns} FROM accounts WHERE email_key = $1`, [indexKey(email.toLowerCase())])
  return {
    setupAt: Effect.map(database.first<{ at: number }>("SELECT at FROM installation"), (row) => row?.at),
    setUp: Effect.fn("AccountStore.setUp")(function* (given) {
      const { id, at } = yield* newRow
      const account = makeAccount(given, id, at)
      if ((yield* findByEmail(account.email)) !== undefined) return yield* alreadySetup()
      const tenant: Tenant = { id: (yield* newRow).id, name: workspaceNameOf(given), status: "normal", createdAt: at }
      const won = yield* database.first(setUpStatement, [...accountParameters(account), tenant.id, tenant.name])
      return won === undefined ? yield* alreadySetup() : { account, tenant }
    }),
    create: Effect.fn("AccountStore.create")(function* (given) {
      const { id, at } = yield* newRow
      const account = makeAccount(given, id, at)
      const made = yield* database.first(createStatement, accountParameters(account))
      return made === undefined ? yield* emailAlreadyInUse() : account
    }),
    find,
    findAll: (accountIds) =>
      database.query<AccountRow>(`SELECT ${columns} FROM accounts WHERE id = ANY ($1::text[])`, [
        new Column("text", accountIds)
      ]),
    findByEmail,
    change: (accountId, change) => {
      const names = Object.entries(changeable).flatMap(([name, column]) => {
        const value = Object.entries(change).find(([changed]) => changed === name)?.[1]
        return value === undefined ? [] : [{ column, value }]
      })
      if (names.length === 0) return find(accountId)
      const assignments = names.map(({ column }, index) => `${column} = $${index + 2}`).join(", ")
      return database.first<AccountRow>(`UPDATE accounts SET ${assignments} WHERE id = $1 RETURNING ${columns}`, [
        accountId,
        ...names.map(({ value }) => value)
      ])
    }
  }
}
