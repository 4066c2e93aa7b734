import { assert, describe, it } from "@effect/vitest"
import { AppStore, TenantStore, WorkflowStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { api } from "../_test_story.ts"
import { makeWorld } from "../_test_world.ts"
import { greeting } from "../stream/_test_workflows.ts"

describe("weakness: a list asks the store as often for many entries as for one", () => {
  it.live("apps, members and runs", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld()
      const { own, faults, stores } = world
      const asked = Effect.fnUntraced(function* (path: string, entries: number) {
        const before = faults.calls
        const { status, text, json } = yield* own.browser.send(`${api}${path}`)
        assert.strictEqual(status, 200, text)
        const list: unknown = Object.values(Object(json)).find(Array.isArray)
        assert.isAtLeast(Array.isArray(list) ? list.length : 0, entries, path)
        return faults.calls - before
      })
      const runs = `/apps/${own.app}/workflow-runs?limit=100`
      const paths = ["/apps?limit=100", "/workspaces/current/members", "/workspaces", runs]
      const few = yield* Effect.forEach(paths, (path) => asked(path, 1))

      const apps = Context.get(stores, AppStore)
      const workflows = Context.get(stores, WorkflowStore)
      const tenants = Context.get(stores, TenantStore)
      for (let count = 0; count < 20; count++) {
        const { id } = yield* world.newMember("editor")
        const made = yield* apps.create({ tenantId: own.tenantId, name: `${count}`, mode: "workflow", createdBy: id })
        const place = { tenantId: own.tenantId, appId: made.id }
        yield* workflows.saveDraft({
          ...place,
          mode: "workflow",
          expectedHash: null,
          content: greeting,
          hash: "h",
          by: id
        })
        yield* workflows.publish(place, { name: "", comment: "", by: id })
        yield* tenants.create(`${count}`, world.ownerId)
        const body = { inputs: { name: "Ada" } }
        yield* own.browser.send(`${api}/apps/${own.app}/workflows/draft/run`, { method: "POST", body })
      }
      assert.deepStrictEqual(yield* Effect.forEach(paths, (path) => asked(path, 20)), few)
    })
  )
})
