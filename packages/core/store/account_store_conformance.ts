import { Effect } from "effect"
import { type Account, AccountStore } from "./account_store.ts"
import {
  expect,
  expectCode,
  expectSame,
  hostileTexts,
  requirement,
  type StoreRequirement,
  unique
} from "./store_requirement.ts"
import { TenantStore } from "./tenant_store.ts"

const person = (email: string) => ({ email, name: "Ada", passwordHash: "hash" })

/** What every `AccountStore` must do. The first one needs a store that nobody has set up. */
export const accountStoreRequirements: ReadonlyArray<StoreRequirement<AccountStore | TenantStore>> = [
  requirement(
    "weakness: of 20 who set up at the same time one wins, and leaves no half account behind",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      yield* expect((yield* accounts.setupAt) === undefined, "was set up before")
      const word = unique("setup")
      const emails = Array.from({ length: 20 }, (_, index) => `${word}-${index}@example.test`)
      const outcomes = yield* Effect.forEach(emails, (email) => Effect.result(accounts.setUp(person(email))), {
        concurrency: "unbounded"
      })
      const won = outcomes.flatMap((outcome) => (outcome._tag === "Success" ? [outcome.success] : []))
      const lost = outcomes.flatMap((outcome) => (outcome._tag === "Failure" ? [outcome.failure.code] : []))
      yield* expect(won.length === 1, `${won.length} of them won`)
      yield* expect(lost.length === 19 && lost.every((code) => code === "already_setup"), `lost with ${lost.join()}`)
      const found = yield* Effect.forEach(emails, accounts.findByEmail)
      yield* expect(found.filter((account) => account !== undefined).length === 1, "a loser's account stayed")
      yield* expect((yield* accounts.setupAt) !== undefined, "is not set up")
      const [winner] = won
      const memberships = yield* (yield* TenantStore).listFor(winner?.account.id ?? "")
      yield* expectSame(
        memberships.map(({ tenant, role, current }) => [tenant.id, tenant.name, role, current]),
        [[winner?.tenant.id, "Ada's Workspace", "owner", true]],
        "the workspace of the owner"
      )
      yield* expectCode(accounts.setUp(person("again@example.test")), "already_setup")
    })
  ),
  requirement(
    "finds accounts by id and by e-mail address, whatever its case",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      const email = `${unique("Case")}@Example.TEST`
      const made = yield* accounts.create(person(email))
      yield* expect(made.email === email.toLowerCase() && made.status === "active", "wrong account")
      yield* expectSame(yield* accounts.find(made.id), made, "by id")
      yield* expectSame(yield* accounts.findByEmail(email.toUpperCase()), made, "by e-mail")
      yield* expect((yield* accounts.find(unique("missing"))) === undefined, "found a missing id")
      yield* expect((yield* accounts.findByEmail("%")) === undefined, "found a pattern")
    })
  ),
  requirement(
    "gives an e-mail address to one of those who ask at the same time",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      const email = `${unique("race")}@example.test`
      const outcomes = yield* Effect.forEach(
        [email, email.toUpperCase(), email],
        (spelled) => Effect.result(accounts.create(person(spelled))),
        { concurrency: "unbounded" }
      )
      yield* expect(outcomes.filter(({ _tag }) => _tag === "Success").length === 1, "not exactly one account")
      yield* expectCode(accounts.create(person(email)), "email_already_in_use")
    })
  ),
  requirement(
    "finds many at once: each once, and nothing for ids that are not there",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      const made = yield* Effect.forEach(["many", "more"], (word) => accounts.create(person(`${unique(word)}@b.cd`)))
      const ids = made.map(({ id }) => id)
      const found = yield* accounts.findAll([...ids, ...ids, "missing", "%", "\u0000"])
      const byId = (all: ReadonlyArray<Account>) => all.toSorted((one, other) => (one.id < other.id ? -1 : 1))
      yield* expectSame(byId(found), byId(made), "what is found")
      yield* expectSame(yield* accounts.findAll([]), [], "what is found of nobody")
    })
  ),
  requirement(
    "changes what is named and nothing else",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      const made = yield* accounts.create(person(`${unique("change")}@example.test`))
      const changed = yield* accounts.change(made.id, { name: "Grace", lastLoginAt: 5, lastLoginIp: "::1" })
      yield* expectSame(changed, { ...made, name: "Grace", lastLoginAt: 5, lastLoginIp: "::1" }, "what change returns")
      yield* accounts.change(made.id, {})
      yield* accounts.change(made.id, { lastLoginIp: null })
      yield* expectSame(yield* accounts.find(made.id), { ...changed, lastLoginIp: null }, "what is found")
      yield* expect((yield* accounts.change("missing", { name: "x" })) === undefined, "changed a missing account")
    })
  ),
  requirement(
    "hostile: keeps every text as it is, in every column",
    Effect.gen(function* () {
      const accounts = yield* AccountStore
      for (const text of hostileTexts) {
        const made = yield* accounts.create({
          email: `${unique("hostile")}${text}`,
          name: text,
          passwordHash: text,
          interfaceLanguage: text
        })
        const change = { interfaceTheme: text, timezone: text, lastLoginIp: text }
        yield* accounts.change(made.id, change)
        yield* expectSame(yield* accounts.find(made.id), { ...made, ...change }, "kept")
        yield* expectSame(yield* accounts.findByEmail(made.email), { ...made, ...change }, "found by e-mail")
        yield* expect((yield* accounts.find(text)) === undefined, "found an id that is no id")
      }
    })
  )
]
