import { Effect } from "effect"
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

/** What every `TenantStore` must do. */
export const tenantStoreRequirements: ReadonlyArray<StoreRequirement<TenantStore>> = [
  requirement(
    "lists the workspaces of an account and the members of a workspace, oldest first",
    Effect.gen(function* () {
      const tenants = yield* TenantStore
      const [ada, bob] = [unique("ada"), unique("bob")]
      const first = yield* tenants.create("First", ada)
      const second = yield* tenants.create("Second", bob)
      yield* tenants.addMember(second.id, ada, "editor")
      yield* tenants.addMember(second.id, ada, "admin")
      yield* expectSame(yield* tenants.find(first.id), first, "found")
      const workspaces = (yield* tenants.listFor(ada)).map(({ tenant, role }) => [tenant.name, role])
      yield* expectSame(
        workspaces,
        [
          ["First", "owner"],
          ["Second", "admin"]
        ],
        "workspaces"
      )
      const members = (yield* tenants.members(second.id)).map(({ accountId, role }) => [accountId, role])
      yield* expectSame(
        members,
        [
          [bob, "owner"],
          [ada, "admin"]
        ],
        "members"
      )
      yield* expectSame(yield* tenants.listFor(unique("nobody")), [], "workspaces of nobody")
      yield* expect((yield* tenants.find("missing")) === undefined, "found a missing workspace")
      const mine = (yield* tenants.list).filter(({ id }) => id === first.id || id === second.id)
      yield* expectSame(mine, [first, second], "all workspaces")
    })
  ),
  requirement(
    "works in the oldest workspace until another one is chosen",
    Effect.gen(function* () {
      const tenants = yield* TenantStore
      const ada = unique("ada")
      yield* expect((yield* tenants.current(ada)) === undefined, "a current workspace out of nothing")
      const first = yield* tenants.create("First", ada)
      const second = yield* tenants.create("Second", ada)
      const begun = yield* tenants.current(ada)
      yield* expect(begun?.tenant.id === first.id && begun.current, "not the oldest, or not marked")
      const chosen = yield* tenants.switchTo(ada, second.id)
      yield* expect(chosen.tenant.id === second.id && chosen.current, "switched to the wrong one")
      yield* expect((yield* tenants.current(ada))?.tenant.id === second.id, "the choice was forgotten")
      const marks = (yield* tenants.listFor(ada)).map(({ current }) => current)
      yield* expectSame(marks, [false, true], "marks")
    })
  ),
  requirement(
    "hostile: a foreign workspace and a missing one are refused alike, and nothing changes",
    Effect.gen(function* () {
      const tenants = yield* TenantStore
      const [ada, eve] = [unique("ada"), unique("eve")]
      const mine = yield* tenants.create("Mine", ada)
      const foreign = yield* tenants.create("Foreign", eve)
      yield* tenants.current(ada)
      yield* expectCode(tenants.switchTo(ada, foreign.id), "account_not_link_tenant")
      for (const text of hostileTexts) yield* expectCode(tenants.switchTo(ada, text), "account_not_link_tenant")
      yield* expect((yield* tenants.current(ada))?.tenant.id === mine.id, "the current workspace changed")
    })
  ),
  requirement(
    "hostile: keeps every name as it is",
    Effect.gen(function* () {
      const tenants = yield* TenantStore
      for (const text of hostileTexts) {
        const made = yield* tenants.create(text, unique("owner"))
        yield* expectSame(yield* tenants.find(made.id), made, "kept")
        yield* expect(made.name === text, "changed a name")
        yield* expect((yield* tenants.find(text)) === undefined, "found an id that is no id")
      }
    })
  )
]
