import { Effect } from "effect"
import { AppKeyStore } from "./app_key_store.ts"
import { AppStore } from "./app_store.ts"
import { newApp } from "./app_store_conformance.ts"
import {
  expect,
  expectCode,
  expectSame,
  hostileTexts,
  requirement,
  type StoreRequirement,
  unique
} from "./store_requirement.ts"

const freshApp = Effect.gen(function* () {
  const apps = yield* AppStore
  const { id, tenantId } = yield* apps.create(newApp(unique("tenant")))
  return { tenantId, appId: id }
})

/** What every `AppKeyStore` must do. */
export const appKeyStoreRequirements: ReadonlyArray<StoreRequirement<AppKeyStore | AppStore>> = [
  requirement(
    "weakness: gives an app ten keys, also to 30 who ask at the same time",
    Effect.gen(function* () {
      const keys = yield* AppKeyStore
      const app = yield* freshApp
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 30 }, () => unique("app")),
        (token) => Effect.result(keys.create(app, token)),
        { concurrency: "unbounded" }
      )
      const made = outcomes.flatMap((one) => (one._tag === "Success" ? [one.success] : []))
      const codes = new Set(outcomes.flatMap((one) => (one._tag === "Failure" ? [one.failure.code] : [])))
      yield* expectSame([made.length, [...codes]], [10, ["max_keys_exceeded"]], "keys and refusals")
      const ids = (list: ReadonlyArray<{ readonly id: string }>) => list.map(({ id }) => id).toSorted()
      yield* expectSame(ids(yield* keys.list(app)), ids(made), "listed")
      const [first] = made
      yield* keys.remove(app, first?.id ?? "")
      yield* expectCode(keys.remove(app, first?.id ?? ""), "api_key_not_found")
      yield* expect((yield* keys.findByToken(first?.token ?? "", 0)) === undefined, "a removed key works")
      yield* keys.create(app, unique("app"))
      yield* expectCode(keys.create(app, unique("app")), "max_keys_exceeded")
    })
  ),
  requirement(
    "finds a key by its token and notes once a minute that it was used",
    Effect.gen(function* () {
      const keys = yield* AppKeyStore
      const app = yield* freshApp
      const made = yield* keys.create(app, unique("app"))
      yield* expect(made.lastUsedAt === null, "used before")
      const used: Array<unknown> = []
      for (const now of [1000, 60_999, 61_000, 61_001])
        used.push((yield* keys.findByToken(made.token, now))?.lastUsedAt)
      yield* expectSame(used, [1000, 1000, 61_000, 61_000], "times of use")
      yield* expectSame(yield* keys.list(app), [{ ...made, lastUsedAt: 61_000 }], "listed")
      yield* expect((yield* keys.findByToken(made.token.toUpperCase(), 0)) === undefined, "found by another case")
      yield* expect((yield* keys.findByToken(made.token.slice(0, -1), 0)) === undefined, "found by a prefix")
    })
  ),
  requirement(
    "gives many who come at the same time with the same name the same end user",
    Effect.gen(function* () {
      const keys = yield* AppKeyStore
      const [app, other] = [yield* freshApp, yield* freshApp]
      const users = yield* Effect.forEach(Array.from({ length: 20 }), () => keys.endUser(app, "ada"), {
        concurrency: "unbounded"
      })
      yield* expect(new Set(users.map(({ id }) => id)).size === 1, "several end users")
      const [user] = users
      yield* expectSame(yield* keys.findEndUser(app, user?.id ?? ""), user, "found")
      yield* expect((yield* keys.endUser(app, "Ada")).id !== user?.id, "another name is the same user")
      yield* expect((yield* keys.endUser(other, "ada")).id !== user?.id, "another app has the same user")
    })
  ),
  requirement(
    "hostile: answers for foreign keys, apps and end users as for missing ones",
    Effect.gen(function* () {
      const keys = yield* AppKeyStore
      const [mine, foreign] = [yield* freshApp, yield* freshApp]
      const key = yield* keys.create(foreign, unique("app"))
      const user = yield* keys.endUser(foreign, "ada")
      for (const app of [mine, { ...mine, appId: foreign.appId }, { ...foreign, appId: mine.appId }]) {
        yield* expectCode(keys.remove(app, key.id), "api_key_not_found")
        yield* expect((yield* keys.findEndUser(app, user.id)) === undefined, "a foreign end user")
        yield* expectSame(yield* keys.list(app), [], "keys")
      }
      const crossed = { tenantId: mine.tenantId, appId: foreign.appId }
      yield* expectCode(keys.create(crossed, unique("app")), "app_not_found")
      yield* expectCode(keys.endUser(crossed, "eve"), "app_not_found")
      yield* expectSame(yield* keys.list(foreign), [key], "the keys of the foreign app")
    })
  ),
  requirement(
    "hostile: keeps every text as it is, as a token and as the name of a user",
    Effect.gen(function* () {
      const keys = yield* AppKeyStore
      for (const text of hostileTexts) {
        const app = yield* freshApp
        const key = yield* keys.create(app, `${unique("app")}${text}`)
        yield* expectSame(yield* keys.findByToken(key.token, 1), { ...key, lastUsedAt: 1 }, "found by token")
        const user = yield* keys.endUser(app, text)
        yield* expect(user.sessionId === text, "changed a name")
        yield* expectSame(yield* keys.endUser(app, text), user, "the same user")
        yield* expectSame(yield* keys.findEndUser(app, user.id), user, "found by id")
        yield* expect((yield* keys.findEndUser(app, text)) === undefined, "found an id that is no id")
        yield* expect((yield* keys.findByToken(text, 0)) === undefined, "found a token that is none")
        yield* expectCode(keys.remove(app, text), "api_key_not_found")
      }
    })
  )
]
