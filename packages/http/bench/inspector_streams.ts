import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { defineNode, layerMemoryStores } from "@flowglass/core"
import { Clock, Deferred, Effect, Fiber, Schema } from "effect"
import { Cookies } from "effect/http"
import { startServer } from "../_test_server.ts"
import { api, member } from "../_test_story.ts"
import { setUp, signIn } from "../console/_test_accounts.ts"
import { TestBrowser } from "../serve/_test_client.ts"

const program = fileURLToPath(new URL("./watchers.mjs", import.meta.url))
const steps = 100
const stepTime = 10

/** What nodes of this benchmark tell while they run. */
interface Gate {
  /** A run has come to its gate. */
  readonly arrived: Deferred.Deferred<string>
  readonly opened: Deferred.Deferred<void>
  /** Its steps are done. */
  doneAt: number
}

let gate: Gate | undefined

const example = { config: {}, inputs: {}, outputs: {} }
const node = { version: "1", kind: "executable", summary: "", config: Schema.Struct({}), outputs: () => [] } as const

/** Waits until everybody watches. */
const gateNode = defineNode({
  ...node,
  type: "bench/gate",
  errors: [],
  example,
  run: (_config, context) =>
    Effect.gen(function* () {
      if (gate === undefined) return { outputs: {} }
      yield* Deferred.succeed(gate.arrived, context.runId)
      yield* Deferred.await(gate.opened)
      return { outputs: {} }
    })
})

const stepNode = defineNode({
  ...node,
  type: "bench/step",
  errors: [],
  example,
  run: () => Effect.as(Effect.sleep(stepTime), { outputs: {} })
})

/** Reads the clock when the steps are done. */
const markNode = defineNode({
  ...node,
  type: "bench/mark",
  errors: [],
  example,
  run: () => {
    if (gate !== undefined) gate.doneAt = performance.now()
    return { outputs: {} }
  }
})

const graph = () => {
  const ids = ["s", "gate", ...Array.from({ length: steps }, (_, index) => `n${index}`), "mark", "e"]
  const typeOf = (id: string): object => {
    if (id === "s") return { type: "start", variables: [] }
    if (id === "e") return { type: "end", outputs: [] }
    return { type: id.startsWith("n") ? "bench/step" : `bench/${id}` }
  }
  return {
    nodes: ids.map((id) => ({ id, data: typeOf(id) })),
    edges: ids.slice(1).map((target, index) => ({ source: ids[index], target }))
  }
}

/** Milliseconds that the steps of a run take while so many watch it. */
const stepsTime = Effect.fnUntraced(function* (browser: TestBrowser, app: string, watchers: number) {
  const current: Gate = { arrived: yield* Deferred.make<string>(), opened: yield* Deferred.make<void>(), doneAt: 0 }
  gate = current
  const run = `${api}/apps/${app}/workflows/draft/run`
  const running = yield* Effect.forkChild(browser.send(run, { method: "POST", body: { inputs: {} } }))
  const id = yield* Deferred.await(current.arrived)
  const path = `/console/api/apps/${app}/workflows/draft/runs/${id}/node-outputs/events`
  const cookie =
    Cookies.toRequestCookieHeader(browser.jar, "http://localhost/console/api", yield* Clock.currentTimeMillis) ?? ""
  const child = spawn(process.execPath, [program, `${browser.port}`, path, cookie, `${watchers}`], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = yield* Effect.promise(() => lines.next())
  if (ready.value !== "ready") return yield* Effect.die(new Error(`the watchers say ${ready.value}`))
  const begun = performance.now()
  yield* Deferred.succeed(current.opened, undefined)
  const { status, text } = yield* Fiber.join(running)
  if (status !== 200 || !text.includes('"succeeded"')) return yield* Effect.die(new Error(text.slice(0, 500)))
  if (child.exitCode === null) yield* Effect.promise(() => once(child, "close"))
  return current.doneAt - begun
})

/** The milliseconds of a run of a second, by itself and while so many Inspector streams show it: the best of four. */
export const inspectorStreams = Effect.fnUntraced(function* (watchers: number) {
  const { port } = yield* startServer({ stores: layerMemoryStores(), nodes: [gateNode, stepNode, markNode] })
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const post = (path: string, body: unknown) => browser.send(`${api}${path}`, { method: "POST", body })
  const app = member((yield* post("/apps", { name: "Watched", mode: "workflow" })).json, "id")
  const variables = { features: {}, environment_variables: [], conversation_variables: [] }
  const synced = yield* post(`/apps/${app}/workflows/draft`, { graph: graph(), ...variables })
  if (synced.status !== 200) return yield* Effect.die(new Error(synced.text))
  yield* stepsTime(browser, app, 10)
  let [alone, watched] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let count = 0; count < 4; count++) {
    alone = Math.min(alone, yield* stepsTime(browser, app, 0))
    watched = Math.min(watched, yield* stepsTime(browser, app, watchers))
  }
  return { alone, watched }
}, Effect.scoped)
