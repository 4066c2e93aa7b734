import {
  AccountStore,
  AppKeyStore,
  AppStore,
  LanguageModels,
  layerMemoryStores,
  type Role,
  type Stores,
  TenantStore
} from "@flowglass/core"
import { Context, Effect, type Layer } from "effect"
import { type Faults, faultyStores } from "./_test_faults.ts"
import { startServer } from "./_test_server.ts"
import { api, makeApp, member } from "./_test_story.ts"
import { Passwords } from "./auth/passwords.ts"
import { owner, setUp, signIn } from "./console/_test_accounts.ts"
import { TestBrowser } from "./serve/_test_client.ts"
import type { ServerSettings } from "./serve/server_config.ts"
import { chatting } from "./stream/_test_workflows.ts"

/** An id that is nobody's. */
export const neverId = "01a20860-0000-7000-8000-000000000000"

/** Whoever is greeted by this name waits for a minute. */
export const slowName = "Slow"

const people = { eve: "eve@example.test", nora: "nora@example.test" } as const

/** Passes on what was asked, so that a run can be slow. */
const chatGraph: unknown = JSON.parse(
  JSON.stringify(chatting.graph).replace('"text":"Greet"', '"text":"Greet {{#sys.query#}}"')
)

/** A chat app with a draft. */
const makeChat = Effect.fnUntraced(function* (browser: TestBrowser) {
  const post = (path: string, body: unknown) => browser.send(`${api}${path}`, { method: "POST", body })
  const app = member((yield* post("/apps", { name: "Chat", mode: "advanced-chat" })).json, "id")
  const synced = yield* post(`/apps/${app}/workflows/draft`, { graph: chatGraph, features: {} })
  member(synced.json, "hash")
  return app
})

/**
 * A server with two workspaces: Ada's, where Nora is a member without a say, and Eve's. Every place has an app with a draft, a
 * published version, a key and a run of each, and a chat app.
 */
export const makeWorld = Effect.fnUntraced(function* (
  settings: Partial<ServerSettings> = {},
  kept: Layer.Layer<Stores> = layerMemoryStores()
) {
  const faults: Faults = { fault: "none", calls: 0 }
  const models = LanguageModels.layerScripted([{ user: slowName, text: "late", delay: "1 minute" }, { text: "Hello" }])
  const server = yield* startServer({ stores: faultyStores(kept, faults), models, settings })
  const { port, stores } = server
  yield* setUp(port)
  const accounts = Context.get(stores, AccountStore)
  const tenants = Context.get(stores, TenantStore)
  const passwordHash = yield* Effect.provide(
    Effect.flatMap(Passwords, (passwords) => passwords.hash(owner.password)),
    Passwords.layer
  )
  const [eve, nora] = yield* Effect.all([
    accounts.create({ email: people.eve, name: "Eve", passwordHash }),
    accounts.create({ email: people.nora, name: "Nora", passwordHash })
  ])
  const ada = yield* accounts.findByEmail(owner.email)
  const tenant = (yield* tenants.current(ada?.id ?? ""))?.tenant.id ?? ""
  const foreignTenant = (yield* tenants.create("Eve's Workspace", eve.id)).id
  yield* tenants.addMember(tenant, nora.id, "normal")

  const signedIn = Effect.fnUntraced(function* (email: string) {
    const browser = new TestBrowser(port)
    yield* signIn(browser, "http://localhost", { email, password: owner.password })
    return browser
  })
  const place = Effect.fnUntraced(function* (email: string, tenantId: string, browser: TestBrowser) {
    return { browser, tenantId, email, ...(yield* makeApp(browser)), chat: yield* makeChat(browser) }
  })
  const own = yield* place(owner.email, tenant, yield* signedIn(owner.email))
  return {
    ...server,
    faults,
    accounts,
    ownerId: ada?.id ?? "",
    apps: Context.get(stores, AppStore),
    signedIn,
    /** Another account of Ada's workspace. */
    newMember: Effect.fnUntraced(function* (role: Role) {
      const name = crypto.randomUUID()
      const account = yield* accounts.create({ email: `${name}@example.test`, name, passwordHash })
      yield* tenants.addMember(tenant, account.id, role)
      return account
    }),
    /** A new key of an app in Ada's workspace. */
    keyOf: Effect.fnUntraced(function* (app: string) {
      const keys = Context.get(stores, AppKeyStore)
      return (yield* keys.create({ tenantId: tenant, appId: app }, `app-${crypto.randomUUID()}`)).token
    }),
    /** A place of Ada's workspace, another one of hers, and the same of Eve's. */
    own,
    sibling: yield* place(owner.email, tenant, own.browser),
    foreign: yield* place(people.eve, foreignTenant, yield* signedIn(people.eve)),
    nora: yield* signedIn(people.nora)
  }
})

export type World = Effect.Success<ReturnType<typeof makeWorld>>

/** A workspace of the world, and who works in it. */
export type Place = World["own"]
