import { AccountStore, AppKeyStore, SessionStore, TenantStore } from "@flowglass/core"
import { appToken, Passwords } from "@flowglass/http"
import { InvalidParam } from "@flowglass/http/error"
import { Effect } from "effect"
import { AccountNotFound } from "../error/administration_errors.ts"
import { chosenKey } from "./chosen_key.ts"
import { newPassword } from "./new_password.ts"
import type { AccountRequest, AppRequest, KeyRequest, WorkspaceRequest } from "./requests.ts"
import { addressOf, findApp, ownerEmail, seconds } from "./store_apps.ts"
import type { Done, KeyView, NewWorkspaceView, PasswordReset, WorkspaceView } from "./views.ts"

const keyView = (
  appId: string,
  key: {
    readonly id: string
    readonly token: string
    readonly lastUsedAt: number | null
    readonly createdAt: number
  }
): KeyView => ({
  id: key.id,
  app_id: appId,
  token: key.token,
  last_used_at: key.lastUsedAt === null ? null : seconds(key.lastUsedAt),
  created_at: seconds(key.createdAt)
})

export const createKey = Effect.fnUntraced(function* (request: AppRequest) {
  const app = yield* findApp(request)
  return keyView(app.id, yield* (yield* AppKeyStore).create(addressOf(app), yield* appToken))
})

export const listKeys = Effect.fnUntraced(function* (request: AppRequest) {
  const app = yield* findApp(request)
  return (yield* (yield* AppKeyStore).list(addressOf(app))).map((key) => keyView(app.id, key))
})

export const deleteKey = Effect.fnUntraced(function* (request: KeyRequest) {
  const store = yield* AppKeyStore
  const address = addressOf(yield* findApp(request))
  const { id } = yield* chosenKey(yield* store.list(address), request.key)
  yield* store.remove(address, id)
  const done: Done = { id, result: "success" }
  return done
})

export const resetAccount = Effect.fnUntraced(function* ({ email }: AccountRequest) {
  const accounts = yield* AccountStore
  const sessions = yield* SessionStore
  const account = yield* accounts.findByEmail(email)
  if (account === undefined) {
    return yield* new AccountNotFound({ message: `There is no account ${JSON.stringify(email)}.` })
  }
  const password = yield* newPassword
  const passwordHash = yield* (yield* Passwords).hash(password)
  yield* accounts.change(account.id, { passwordHash })
  yield* sessions.closeAll(account.id)
  // Whoever was locked out for guessing has a new password now.
  yield* Effect.forEach([`login:${account.email}`, `password:${account.id}`], sessions.clearFailures)
  const reset: PasswordReset = { email: account.email, password }
  return reset
})

const workspaceView = Effect.fnUntraced(function* (tenant: {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly createdAt: number
}) {
  const { id, name, status, createdAt } = tenant
  const view: WorkspaceView = { id, name, status, owner: yield* ownerEmail(id), created_at: seconds(createdAt) }
  return view
})

export const listWorkspaces = Effect.fnUntraced(function* () {
  return yield* Effect.forEach(yield* (yield* TenantStore).list, workspaceView)
})

const emailShape = /^[^\s@]+@[^\s@]+$/

/** The account of an owner, made unless there is one. The first one sets the installation up, so that nobody else can. */
const openOwner = Effect.fnUntraced(function* (email: string) {
  const accounts = yield* AccountStore
  const known = yield* accounts.findByEmail(email)
  if (known !== undefined) return { account: known, password: null }
  if (!emailShape.test(email) || email.length > 255) {
    return yield* new InvalidParam({ message: `${JSON.stringify(email)} is no e-mail address.`, params: "owner" })
  }
  const password = yield* newPassword
  const name = email.split("@")[0] ?? email
  const account = { email: email.toLowerCase(), name, passwordHash: yield* (yield* Passwords).hash(password) }
  if ((yield* accounts.setupAt) !== undefined) return { account: yield* accounts.create(account), password }
  const made = yield* Effect.catchTag(accounts.setUp(account), "already_setup", () =>
    Effect.map(accounts.create(account), (created) => ({ account: created }))
  )
  return { account: made.account, password }
})

export const createWorkspace = Effect.fnUntraced(function* (request: WorkspaceRequest) {
  if (request.name.trim() === "" || request.name.length > 255) {
    return yield* new InvalidParam({ message: "A workspace has a name of 1 to 255 characters.", params: "name" })
  }
  const { account, password } = yield* openOwner(request.owner)
  const tenant = yield* (yield* TenantStore).create(request.name, account.id)
  const view: NewWorkspaceView = { ...(yield* workspaceView(tenant)), password }
  return view
})
