import { assert, describe, it } from "@effect/vitest"
import { layerMemoryStores } from "@flowglass/core"
import { layerPglite, Sealer } from "@flowglass/core/store/sql"
import { Effect, Layer, Redacted } from "effect"
import { startServer } from "../_test_server.ts"
import { api, member } from "../_test_story.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { setUp, signIn } from "./_test_accounts.ts"

const big = "12345678901234567890123"

/** A draft with an integer wherever one can be: where a page keeps it, in a default, in variables. */
const draft = `{
  "graph": {
    "nodes": [
      {"id": "s", "position": {"x": ${big}, "y": 0.1234567890123456}, "data": {"type": "start", "variables": [
        {"variable": "n", "label": "N", "type": "number", "default": ${big}}
      ]}},
      {"id": "m", "data": {"type": "template-transform", "template": "{{ n }} {{ e }}", "variables": [
        {"variable": "n", "value_selector": ["s", "n"]},
        {"variable": "e", "value_selector": ["env", "e"]}
      ]}},
      {"id": "e", "data": {"type": "end", "outputs": [{"variable": "text", "value_selector": ["m", "output"]}]}}
    ],
    "edges": [{"source": "s", "target": "m"}, {"source": "m", "target": "e"}]
  },
  "features": {"limit": -9007199254740993},
  "environment_variables": [{"id": "1", "name": "e", "value_type": "number", "value": 9007199254740993}],
  "conversation_variables": [{"id": "2", "name": "c", "value_type": "number", "value": -${big}}]
}`

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

const everyStore = [
  ["memory", layerMemoryStores()],
  ["PGlite", Layer.orDie(Layer.provide(layerPglite(), sealer))]
] as const

const signedIn = Effect.fnUntraced(function* (stores: (typeof everyStore)[number][1]) {
  const { port } = yield* startServer({ stores })
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const post = (path: string, body: unknown = {}, type = "application/json") =>
    browser.send(`${api}${path}`, { method: "POST", body, headers: { "content-type": type } })
  const app = member((yield* post("/apps", { name: "Exact", mode: "workflow" })).json, "id")
  return { port, browser, post, app }
})

describe.each(everyStore)("integers that JavaScript has no number for, on %s", (_, stores) => {
  it.live("keep every digit from the sync of a draft to its runs, under either name of JSON", () =>
    Effect.gen(function* () {
      const { port, browser, post, app } = yield* signedIn(stores)
      const synced = yield* post(`/apps/${app}/workflows/draft`, draft)
      assert.strictEqual(synced.status, 200, synced.text)
      const changed = JSON.stringify({ hash: member(synced.json, "hash") }).slice(0, -1)
      const again = yield* post(`/apps/${app}/workflows/draft`, `${changed},${draft.slice(1)}`, "text/plain")
      assert.strictEqual(again.status, 200, again.text)
      assert.strictEqual(member(again.json, "hash"), member(synced.json, "hash"))
      // One digit of the graph makes another draft.
      const other = draft.replace(big, "12345678901234567890124")
      const hash = member((yield* post(`/apps/${app}/workflows/draft`, `${changed},${other.slice(1)}`)).json, "hash")
      assert.notStrictEqual(hash, member(synced.json, "hash"))
      const back = `{"hash":"${hash}",${draft.slice(1)}`
      assert.strictEqual((yield* post(`/apps/${app}/workflows/draft`, back)).status, 200)
      assert.strictEqual((yield* post(`/apps/${app}/workflows/publish`)).status, 200)
      for (const path of ["draft", "publish"]) {
        const { status, text } = yield* browser.send(`${api}/apps/${app}/workflows/${path}`)
        assert.strictEqual(status, 200, text)
        assert.include(text, `"position":{"x":${big},"y":0.1234567890123456}`)
        assert.include(text, `"default":${big}`)
        assert.include(text, '"features":{"limit":-9007199254740993}')
        assert.include(text, '"value":9007199254740993')
        assert.include(text, `"value":-${big}`)
      }

      const key = member((yield* post(`/apps/${app}/api-keys`)).json, "token")
      const headers = { authorization: `Bearer ${key}` }
      const parameters = yield* send(port, "/v1/parameters", { headers })
      assert.include(parameters.text, `"default":${big}`)
      const said = `"outputs":{"text":"${big} 9007199254740993"}`
      const ran = yield* post(`/apps/${app}/workflows/draft/run`, { inputs: {} })
      assert.include(ran.text, said)
      const run = yield* send(port, "/v1/workflows/run", { method: "POST", headers, body: { inputs: {}, user: "u1" } })
      assert.include(run.text, said)
      const shown = yield* browser.send(
        `${api}/apps/${app}/workflow-runs/${/"workflow_run_id":"([^"]+)"/.exec(ran.text)?.[1]}`
      )
      assert.include(shown.text, `"default":${big}`)
    })
  )

  it.live("attack: an integer of ten thousand digits is refused, not rounded", () =>
    Effect.gen(function* () {
      const { post, app } = yield* signedIn(stores)
      const endless = draft.replace(big, "9".repeat(10_000))
      const refused = { code: "invalid_param", status: 400 }
      for (const type of ["application/json", "text/plain"]) {
        assert.deepInclude((yield* post(`/apps/${app}/workflows/draft`, endless, type)).json, refused)
      }
      yield* post(`/apps/${app}/workflows/draft`, draft)
      const inputs = `{"inputs":{"n":${"9".repeat(10_000)}}}`
      assert.deepInclude((yield* post(`/apps/${app}/workflows/draft/run`, inputs)).json, refused)
    })
  )
})
