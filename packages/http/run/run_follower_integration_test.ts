import { assert, describe, it } from "@effect/vitest"
import { LanguageModels, type Stores } from "@flowglass/core"
import { layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { TestPostgres } from "../../core/store/sql/_test_postgres.ts"
import { secondProcess } from "../_test_second_process.ts"
import { startServer } from "../_test_server.ts"
import { api, makeApp, member } from "../_test_story.ts"
import { setUp, signIn } from "../console/_test_accounts.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { openRequest, openStream } from "../service/_test_open_stream.ts"
import { asking } from "../stream/_test_workflows.ts"

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))
const models = LanguageModels.layerScripted([
  { user: "Slow", text: "one two three", delay: "400 millis" },
  { text: "Hello" }
])

/** Two servers on one PostgreSQL: this process works on the runs, the other one does not. */
const twoServers = Effect.gen(function* () {
  const { freshDatabase } = yield* TestPostgres
  const url = yield* freshDatabase
  const stores: Layer.Layer<Stores> = Layer.orDie(Layer.provide(layerPostgres({ url }), sealer))
  const { port } = yield* startServer({ stores, models })
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  return { port, browser, other: yield* secondProcess(url) }
})

const eventsOf = (text: string): ReadonlyArray<string> =>
  Array.from(text.matchAll(/^data: \{"event":"([^"]+)"/gm), ([, event = ""]) => event)

const follow = (port: number, token: string, run: string, query = "") =>
  openRequest({ port, token, path: `/v1/workflow/${run}/events?user=ada${query}` })

describe("a run that another process works on", () => {
  it.live(
    "is followed record by record, from its beginning or from now on, and is the same there",
    () =>
      Effect.gen(function* () {
        const { port, browser, other } = yield* twoServers
        const { key } = yield* makeApp(browser)
        const here = yield* openStream(port, key, { name: "Slow" })
        const run = yield* here.taskId
        yield* here.readUntil('"node_id":"m"')
        const whole = yield* follow(other, key, run, "&include_state_snapshot=true")
        const rest = yield* follow(other, key, run)
        yield* whole.readUntil('"node_id":"m"')
        const meanwhile = yield* send(port, `/v1/workflows/run/${run}`, { headers: { authorization: `Bearer ${key}` } })
        assert.strictEqual(member(meanwhile.json, "status"), "running")
        const [shownHere, shownThere, shownRest] = [yield* here.rest, yield* whole.rest, yield* rest.rest]
        const withoutPieces = (text: string) =>
          text.replaceAll("event: ping\n\n", "").replaceAll(/^data: \{"event":"text_chunk".*\n\n/gm, "")
        assert.strictEqual(withoutPieces(shownThere), withoutPieces(shownHere))
        assert.include(eventsOf(shownThere), "text_chunk")
        assert.deepStrictEqual(
          eventsOf(shownRest).filter((event) => event !== "text_chunk"),
          ["node_finished", "node_started", "node_finished", "workflow_finished"]
        )
      }).pipe(Effect.scoped, Effect.provide(TestPostgres.layer)),
    60_000
  )

  it.live(
    "is followed from where it was started, and stopped from there",
    () =>
      Effect.gen(function* () {
        const { port, browser, other } = yield* twoServers
        const { key } = yield* makeApp(browser)
        const there = yield* openStream(other, key, { name: "Slow" })
        const run = yield* there.taskId
        yield* there.readUntil('"node_id":"m"')
        const here = yield* follow(port, key, run, "&include_state_snapshot=true")
        const headers = { authorization: `Bearer ${key}` }
        const stop = { method: "POST", headers, body: { user: "ada" } }
        assert.strictEqual((yield* send(other, `/v1/workflows/tasks/${run}/stop`, stop)).status, 200)
        for (const stream of [there, here]) {
          const text = yield* stream.rest
          assert.strictEqual(eventsOf(text).at(-1), "workflow_finished")
          assert.include(text, '"status":"stopped"')
        }
      }).pipe(Effect.scoped, Effect.provide(TestPostgres.layer)),
    60_000
  )

  it.live(
    "is followed over its pause, and answered where it is followed",
    () =>
      Effect.gen(function* () {
        const { port, browser, other } = yield* twoServers
        const post = (path: string, body: unknown = {}) => browser.send(`${api}${path}`, { method: "POST", body })
        const app = member((yield* post("/apps", { name: "Asks", mode: "workflow" })).json, "id")
        yield* post(`/apps/${app}/workflows/draft`, { graph: asking().graph, features: {} })
        yield* post(`/apps/${app}/workflows/publish`)
        const key = member((yield* post(`/apps/${app}/api-keys`)).json, "token")
        const paused = yield* openStream(port, key)
        const text = yield* paused.rest
        const run = yield* paused.taskId
        const token = /"form_token":"([^"]+)"/.exec(text)?.[1] ?? ""
        const rest = yield* Effect.forkChild((yield* follow(other, key, run)).rest)
        const headers = { authorization: `Bearer ${key}` }
        const body = { action: "yes", inputs: { note: "now" }, user: "ada" }
        const answered = yield* send(other, `/v1/form/human_input/${token}`, { method: "POST", headers, body })
        assert.deepStrictEqual([answered.status, answered.text], [200, "{}"])
        assert.deepStrictEqual(
          eventsOf(yield* Fiber.join(rest)).filter((event) => event !== "text_chunk"),
          [
            "workflow_started",
            "human_input_form_filled",
            "node_finished",
            "node_started",
            "node_finished",
            "workflow_finished"
          ]
        )
      }).pipe(Effect.scoped, Effect.provide(TestPostgres.layer)),
    60_000
  )
})
