import { Effect } from "effect"
import { AppKeyStore } from "./app_key_store.ts"
import { type App, AppStore, type NewApp } from "./app_store.ts"
import {
  expect,
  expectCode,
  expectSame,
  hostileTexts,
  requirement,
  type StoreRequirement,
  unique
} from "./store_requirement.ts"
import { WorkflowStore } from "./workflow_store.ts"

/** A new app for tests. */
export const newApp = (tenantId: string, name = "App", rest: Partial<NewApp> = {}): NewApp => ({
  tenantId,
  name,
  mode: "workflow",
  createdBy: null,
  ...rest
})

const namesOf = (apps: ReadonlyArray<App>): string => apps.map(({ name }) => name).join()

/** What every `AppStore` must do. */
export const appStoreRequirements: ReadonlyArray<StoreRequirement<AppStore | AppKeyStore | WorkflowStore>> = [
  requirement(
    "keeps apps and changes what is named",
    Effect.gen(function* () {
      const apps = yield* AppStore
      const tenant = unique("tenant")
      const made = yield* apps.create(newApp(tenant, "One", { icon: "i", iconType: "emoji", createdBy: "ada" }))
      yield* expectSame(yield* apps.get(tenant, made.id), made, "found")
      yield* expect(made.enableApi && made.workflowId === null && made.description === "", "wrong defaults")
      const changed = yield* apps.change(tenant, made.id, {
        name: "Two",
        icon: null,
        maxActiveRequests: 3,
        updatedBy: "bob"
      })
      const expected = { ...made, name: "Two", icon: null, maxActiveRequests: 3, updatedBy: "bob" }
      yield* expectSame({ ...changed, updatedAt: 0 }, { ...expected, updatedAt: 0 }, "what change returns")
      yield* expectSame(yield* apps.get(tenant, made.id), changed, "what is found")
    })
  ),
  requirement(
    "lists newest first, by page, name, mode and creator",
    Effect.gen(function* () {
      const apps = yield* AppStore
      const [tenant, other] = [unique("tenant"), unique("tenant")]
      yield* apps.create(newApp(other, "Foreign"))
      yield* apps.create(newApp(tenant, "Alpha", { createdBy: "ada" }))
      yield* apps.create(newApp(tenant, "beta 100%", { mode: "advanced-chat" }))
      yield* apps.create(newApp(tenant, "ALPHABET", { createdBy: "ada", mode: "advanced-chat" }))
      const list = (filter: object) =>
        Effect.map(
          apps.list(tenant, { page: 1, limit: 20, ...filter }),
          ({ items, total }) => `${namesOf(items)} ${total}`
        )
      yield* expectSame(yield* list({}), "ALPHABET,beta 100%,Alpha 3", "all")
      yield* expectSame(yield* list({ limit: 2 }), "ALPHABET,beta 100% 3", "first page")
      yield* expectSame(yield* list({ limit: 2, page: 2 }), "Alpha 3", "second page")
      yield* expectSame(yield* list({ limit: 2, page: 9 }), " 3", "page beyond the end")
      yield* expectSame(yield* list({ name: "alpha" }), "ALPHABET,Alpha 2", "by name")
      yield* expectSame(yield* list({ name: "%" }), "beta 100% 1", "by a character that is a pattern elsewhere")
      yield* expectSame(yield* list({ name: "_" }), " 0", "by another one")
      yield* expectSame(yield* list({ mode: "advanced-chat", createdBy: "ada" }), "ALPHABET 1", "by mode and creator")
    })
  ),
  requirement(
    "hostile: answers for a foreign app as for a missing one, and changes nothing",
    Effect.gen(function* () {
      const apps = yield* AppStore
      const [tenant, eve] = [unique("tenant"), unique("tenant")]
      const app = yield* apps.create(newApp(tenant))
      const ask = (tenantId: string, id: string) =>
        Effect.all(
          [
            apps.get(tenantId, id),
            apps.change(tenantId, id, { name: "x", updatedBy: null }),
            apps.remove(tenantId, id)
          ].map((effect) => Effect.map(Effect.flip(Effect.asVoid(effect)), (error) => JSON.stringify(error)))
        )
      yield* expectSame(yield* ask(eve, app.id), yield* ask(tenant, unique("missing")), "answers")
      for (const text of hostileTexts) yield* expectCode(apps.get(tenant, text), "app_not_found")
      yield* expectSame(yield* apps.get(tenant, app.id), app, "the app")
    })
  ),
  requirement(
    "removes an app with its versions, keys and end users",
    Effect.gen(function* () {
      const apps = yield* AppStore
      const keys = yield* AppKeyStore
      const workflows = yield* WorkflowStore
      const tenant = unique("tenant")
      const [gone, kept] = [yield* apps.create(newApp(tenant)), yield* apps.create(newApp(tenant))]
      const tokens: Array<string> = []
      for (const { id } of [gone, kept]) {
        const address = { tenantId: tenant, appId: id }
        const token = unique("app")
        tokens.push(token)
        yield* keys.create(address, token)
        yield* keys.endUser(address, "user")
        const content = { graph: {}, features: {}, environmentVariables: [], conversationVariables: [] }
        yield* workflows.saveDraft({ ...address, mode: "workflow", expectedHash: null, content, hash: "h", by: null })
      }
      yield* apps.remove(tenant, gone.id)
      const address = { tenantId: tenant, appId: gone.id }
      yield* expectCode(apps.get(tenant, gone.id), "app_not_found")
      yield* expectCode(workflows.draft(address), "draft_workflow_not_exist")
      yield* expectSame(yield* keys.list(address), [], "keys")
      yield* expectCode(keys.endUser(address, "user"), "app_not_found")
      const found = yield* Effect.forEach(tokens, (token) => keys.findByToken(token, 0))
      yield* expectSame(
        found.map((key) => key?.appId ?? null),
        [null, kept.id],
        "keys by token"
      )
      yield* workflows.draft({ tenantId: tenant, appId: kept.id })
    })
  ),
  requirement(
    "hostile: keeps every text as it is, and finds it as part of a name",
    Effect.gen(function* () {
      const apps = yield* AppStore
      for (const text of hostileTexts) {
        const tenant = unique("tenant")
        const made = yield* apps.create(
          newApp(tenant, `<${text}>`, {
            description: text,
            icon: text,
            iconType: text,
            iconBackground: text,
            createdBy: text
          })
        )
        const change = { description: `${text}!`, updatedBy: text }
        const changed = yield* apps.change(tenant, made.id, change)
        yield* expectSame(changed, { ...made, ...change, updatedAt: changed.updatedAt }, "changed")
        yield* expectSame(yield* apps.get(tenant, made.id), changed, "kept")
        const { total } = yield* apps.list(tenant, { name: `<${text}`, createdBy: text, page: 1, limit: 10 })
        yield* expect(total === 1, "not found by its name")
        yield* expectSame(
          yield* apps.list(text, { page: 1, limit: 1 }),
          { items: [], total: 0 },
          "of a hostile workspace"
        )
      }
    })
  )
]
