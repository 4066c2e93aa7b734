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

/** A new account with its workspace. The first one sets the installation up, so that nobody else can. */
const newOwner = Effect.fnUntraced(function* ({ name: workspaceName, owner: email }: WorkspaceRequest) {
  const accounts = yield* AccountStore
  if (!emailShape.test(email) || email.length > 255) {
    return yield* new InvalidParam({ message: `${JSON.stringify(email)} is no e-mail address.`, params: "owner" })
  }
  const password = yield* newPassword
  const passwordHash = yield* (yield* Passwords).hash(password)
  const account = { email: email.toLowerCase(), name: email.split("@")[0] ?? email, passwordHash, workspaceName }
  const later = Effect.gen(function* () {
    const { id } = yield* accounts.create(account)
    return yield* (yield* TenantStore).create(workspaceName, id)
  })
  if ((yield* accounts.setupAt) !== undefined) return { tenant: yield* later, password }
  const first = Effect.map(accounts.setUp(account), ({ tenant }) => tenant)
  return { tenant: yield* Effect.catchTag(first, "already_setup", () => later), password }
})

export const createWorkspace = Effect.fnUntraced(function* (request: WorkspaceRequest) {
  const { name, owner } = request
  if (name.trim() === "" || name.length > 255) {
    return yield* new InvalidParam({ message: "A workspace has a name of 1 to 255 characters.", params: "name" })
  }
  const known = yield* (yield* AccountStore).findByEmail(owner)
  const { tenant, password } =
    known === undefined
      ? yield* newOwner(request)
      : { tenant: yield* (yield* TenantStore).create(name, known.id), password: null }
  const view: NewWorkspaceView = { ...(yield* workspaceView(tenant)), password }
  return view
})
