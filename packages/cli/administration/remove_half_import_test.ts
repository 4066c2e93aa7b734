import { assert, describe, it } from "@effect/vitest"
import { AppStore, layerMemoryStores, WorkflowStore } from "@flowglass/core"
import { StoreUnavailable } from "@flowglass/core/error"
import { Passwords } from "@flowglass/http"
import { Effect, Layer, Logger } from "effect"
import { Administration } from "./administration.ts"
import { storeAdministration } from "./store_administration.ts"

const file = JSON.stringify({ app: { mode: "workflow" }, workflow: { graph: { nodes: [], edges: [] } } })
const away = Effect.fail(new StoreUnavailable({ message: "The database is away." }))

/** Stores that keep no draft, and remove no app unless told so. */
const stores = (removes: boolean) => {
  const memory = layerMemoryStores()
  const workflows = Layer.effect(
    WorkflowStore,
    Effect.map(WorkflowStore, (store) => ({ ...store, saveDraft: () => away }))
  )
  const apps = Layer.effect(
    AppStore,
    Effect.map(AppStore, (store) => ({ ...store, remove: removes ? store.remove : () => away }))
  )
  return Layer.provideMerge(Layer.merge(workflows, apps), memory)
}

const importing = Effect.fnUntraced(function* (removes: boolean) {
  const said: Array<string> = []
  const log = Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])
  const use = Effect.gen(function* () {
    const administration = yield* Administration
    yield* administration.createWorkspace({ name: "Main", owner: "ann@example.test" })
    const error = yield* Effect.flip(administration.importApp({ data: file, fallback_name: "Note" }))
    return { code: error.code, apps: yield* administration.listApps({}) }
  })
  const layer = Layer.provide(storeAdministration, Layer.merge(stores(removes), Passwords.layer))
  return { ...(yield* Effect.provide(use, Layer.merge(layer, log))), said }
})

describe("an import that breaks off", () => {
  it.live("leaves no app behind, or says which one", () =>
    Effect.gen(function* () {
      const gone = yield* importing(true)
      assert.deepStrictEqual([gone.code, gone.apps, gone.said], ["store_unavailable", [], []])
      const left = yield* importing(false)
      assert.deepStrictEqual([left.code, left.apps.length], ["store_unavailable", 1])
      assert.match(left.said.join(), /The app "Note" \(\S+\) stays behind without its workflow/)
    })
  )
})
