import { assert, describe, it } from "@effect/vitest"
import type { Role } from "@flowglass/core"
import { Effect } from "effect"
import { makeWorld } from "../_test_world.ts"
import { askRoute } from "./_test_ask_route.ts"
import { routeBook } from "./_test_route_book.ts"
import { declaredRoutes } from "./_test_routes.ts"

/** Routes that an editor may not use. */
const forAdmins: ReadonlySet<string> = new Set(["apps.enableApi", "apiKeys.deleteApiKey"])

/** Routes that are for whoever started the run, whatever their role: others do not find it. */
const forStarters: ReadonlySet<string> = new Set(["pausedRuns.followRun"])

const roles: ReadonlyArray<Role> = ["owner", "admin", "editor", "normal", "dataset_operator"]

/** Who may use a route that asks for a role at all. */
const allowed = (name: string): ReadonlySet<Role> =>
  new Set(forAdmins.has(name) ? ["owner", "admin"] : ["owner", "admin", "editor"])

describe("roles", () => {
  it.live("attack: each role at each route: what a page would not show is refused here, and nothing else", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld()
      const guarded = declaredRoutes.filter(({ guard, name }) => guard === "session" && name !== "session.logout")
      assert.isTrue([...forAdmins].every((name) => guarded.some((route) => route.name === name)))
      for (const role of roles) {
        const { email } = yield* world.newMember(role)
        const browser = yield* world.signedIn(email)
        for (const route of guarded) {
          const request = yield* (routeBook[route.name] ?? assert.fail(route.name))(world.own, world)
          const { status, text } = yield* askRoute(world.port, route, world.own, { ...request, browser })
          const isRefused = route.codes.has("forbidden") && !allowed(route.name).has(role)
          const where = `${role} ${route.name}: ${status} ${text.slice(0, 200)}`
          if (isRefused) assert.include(text, '"code":"forbidden"', where)
          else if (forStarters.has(route.name)) assert.include(text, '"code":"workflow_run_not_found"', where)
          else assert.isTrue(status >= 200 && status < 300, where)
        }
      }
    })
  )
})
