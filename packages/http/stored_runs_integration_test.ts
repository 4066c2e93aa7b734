import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { LanguageModels, type Stores } from "@flowglass/core"
import { layerPglite, layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Effect, Layer, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { secondProcess } from "./_test_second_process.ts"
import { startServer } from "./_test_server.ts"
import { api, makeApp } from "./_test_story.ts"
import { setUp, signIn } from "./console/_test_accounts.ts"
import { TestBrowser } from "./serve/_test_client.ts"

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

type Made = Effect.Success<ReturnType<typeof makeApp>>

/** An agent whose model gives a wrong type, which a default replaces, and leaves out what it may leave out. */
const agentGraph = {
  nodes: [
    { id: "s", data: { type: "start", variables: [{ variable: "name", label: "Name", type: "text-input" }] } },
    {
      id: "m",
      data: {
        type: "agent",
        version: "2",
        agent_soul: { model: { model_provider: "openai", model: "checker" } },
        agent_node_job: {
          workflow_prompt: "Work.",
          declared_outputs: [
            {
              name: "city",
              type: "string",
              failure_strategy: { on_failure: "default_value", default_value: "nowhere" }
            },
            { name: "count", type: "number", required: false }
          ]
        }
      }
    },
    { id: "e", data: { type: "end", outputs: [{ variable: "city", value_selector: ["m", "city"] }] } }
  ],
  edges: [
    { source: "s", target: "m" },
    { source: "m", target: "e" }
  ]
}

const models = LanguageModels.layerScripted([
  { name: "checker", toolCalls: [{ id: "1", name: "final_output", arguments: '{"city":7}' }] },
  { text: "Hello" }
])

/** What a server shows of both runs of an app: everything about runs that the console can be asked for. */
const shown = Effect.fnUntraced(function* (
  browser: TestBrowser,
  { app, draftRun, publishedRun }: Made,
  output = "text"
) {
  const texts: Array<string> = []
  for (const [path, run] of [
    ["draft", draftRun],
    ["published", publishedRun]
  ] as const) {
    for (const rest of ["", "/m", `/m/${output}/preview`, "/events"]) {
      texts.push((yield* browser.send(`${api}/apps/${app}/workflows/${path}/runs/${run}/node-outputs${rest}`)).text)
    }
    texts.push((yield* browser.send(`${api}/apps/${app}/workflow-runs/${run}`)).text)
    texts.push((yield* browser.send(`${api}/apps/${app}/workflow-runs/${run}/node-executions`)).text)
  }
  for (const text of texts) assert.notInclude(text, '"code"', text)
  return texts
})

const browserAt = Effect.fnUntraced(function* (port: number) {
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  return browser
})

const signedIn = Effect.fnUntraced(function* (stores: Layer.Layer<Stores>) {
  const { port } = yield* startServer({ stores, models })
  yield* setUp(port)
  return yield* browserAt(port)
})

const changeDraft = (browser: TestBrowser, { app, draft, hash }: Made) =>
  browser.send(`${api}/apps/${app}/workflows/draft`, {
    method: "POST",
    body: { ...draft, graph: { nodes: [], edges: [] }, hash }
  })

/** Both apps of a test: a model that greets, and an agent that is checked. */
const makeBoth = Effect.fnUntraced(function* (browser: TestBrowser) {
  const greeter = yield* makeApp(browser)
  const agent = yield* makeApp(browser, agentGraph)
  return {
    change: Effect.gen(function* () {
      for (const made of [greeter, agent]) assert.strictEqual((yield* changeDraft(browser, made)).status, 200)
    }),
    shownTo: Effect.fnUntraced(function* (reader: TestBrowser) {
      const checked = yield* shown(reader, agent, "city")
      const [snapshot = ""] = checked
      for (const status of ["type_check_failed", "not_produced"]) assert.include(snapshot, `"status":"${status}"`)
      return [...(yield* shown(reader, greeter)), ...checked]
    })
  }
})

describe("a finished run", () => {
  it.live(
    "is shown the same after a restart on PGlite, whatever became of the draft",
    () =>
      Effect.gen(function* () {
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "flowglass-restart-"))),
          (made) => Effect.sync(() => rmSync(made, { recursive: true, force: true }))
        )
        const stores = () => Layer.orDie(Layer.provide(layerPglite({ folder }), sealer))
        const first = yield* Effect.scoped(
          Effect.gen(function* () {
            const browser = yield* signedIn(stores())
            const { change, shownTo } = yield* makeBoth(browser)
            const before = yield* shownTo(browser)
            yield* change
            assert.deepStrictEqual(yield* shownTo(browser), before)
            return { shownTo, before }
          })
        )
        const after = yield* Effect.scoped(Effect.flatMap(signedIn(stores()), first.shownTo))
        assert.deepStrictEqual(after, first.before)
      }),
    60_000
  )

  it.live(
    "is shown the same by a second process on the same PostgreSQL, which may change the draft",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const url = yield* freshDatabase
        const one = yield* signedIn(Layer.orDie(Layer.provide(layerPostgres({ url }), sealer)))
        const { change, shownTo } = yield* makeBoth(one)
        const before = yield* shownTo(one)
        const other = yield* browserAt(yield* secondProcess(url))
        assert.deepStrictEqual(yield* shownTo(other), before)
        yield* change
        assert.deepStrictEqual(yield* shownTo(other), before)
        assert.deepStrictEqual(yield* shownTo(one), before)
      }).pipe(Effect.provide(TestPostgres.layer)),
    60_000
  )
})
