import { assert, describe, it } from "@effect/vitest"
import { layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Effect, Layer, Redacted } from "effect"
import { postgresDatabase } from "../../core/store/sql/_postgres_client.ts"
import { TestPostgres } from "../../core/store/sql/_test_postgres.ts"
import { startServer } from "../_test_server.ts"
import { api, makeApp } from "../_test_story.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { setUp, signIn } from "./_test_accounts.ts"

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

/** A server that has nothing of the database in memory. */
const freshServer = (url: Redacted.Redacted) =>
  startServer({ stores: Layer.orDie(Layer.provide(layerPostgres({ url }), sealer)) })

const ofRuns = ["v1 run", "v1 events", "v1 stop", "run", "node executions", "replay", "stop"]
const ofFacts = ["run", "node executions", "pause details", "follow", "replay", "snapshot", "node", "output", "events"]
const ofStarts = ["draft run", "v1 start", "v1 start of version"]
const ofDraft = ["draft", "publish", "draft run"]
const ofPublished = ["published", "v1 parameters", "v1 start", "v1 start of version"]

/** What is done to which column, and which requests cannot be carried out because of it. */
const damages: ReadonlyArray<readonly [damage: string, requests: ReadonlyArray<string>]> = [
  ["UPDATE runs SET inputs = '{'", ofRuns],
  ["UPDATE runs SET inputs = 'null'", ofRuns],
  ["UPDATE runs SET outputs = ''", ofRuns],
  ["UPDATE runs SET outputs = '[1]'", ofRuns],
  ["UPDATE run_facts SET body = '\\x7b'", ofFacts],
  ["UPDATE run_facts SET body = 'null' WHERE seq = 1", ofFacts],
  ["DELETE FROM run_facts WHERE seq = 1", ofFacts],
  // Runs of the same workflow share its graph, later ones too.
  ["UPDATE graphs SET body = '\\x00ff'", [...ofFacts, ...ofStarts]],
  ["UPDATE workflows SET graph = '[]'", [...ofDraft, ...ofPublished]],
  ["UPDATE workflows SET features = '{\"a\"'", [...ofDraft, ...ofPublished]],
  ["UPDATE workflows SET environment_variables = '[1]'", [...ofDraft, ...ofPublished]],
  [
    'UPDATE workflows SET environment_variables = \'[{"id":"1","value_type":"secret","value":"x"}]\'',
    [...ofDraft, ...ofPublished]
  ],
  ["UPDATE workflows SET conversation_variables = '{}' WHERE version = 'draft'", ofDraft]
]

type Made = Effect.Success<ReturnType<typeof makeApp>>

/** Everything that reads a run or a workflow, by name. */
const requestsOf = (browser: TestBrowser, { app, draftRun, publishedRun, draft, hash, key, version }: Made) => {
  const at = `${api}/apps/${app}`
  const outputs = `${at}/workflows/draft/runs/${draftRun}/node-outputs`
  const get = (url: string) => browser.send(url)
  const post = (url: string, body: unknown = {}) => browser.send(url, { method: "POST", body })
  const v1 = (path: string, body?: unknown) =>
    send(browser.port, `/v1${path}`, {
      headers: { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { method: "POST", body })
    })
  const started = { inputs: { name: "Ada" }, user: "u1" }
  return {
    run: get(`${at}/workflow-runs/${draftRun}`),
    stop: post(`${at}/workflow-runs/tasks/${draftRun}/stop`),
    "node executions": get(`${at}/workflow-runs/${draftRun}/node-executions`),
    "pause details": get(`${api}/workflow/${draftRun}/pause-details`),
    follow: get(`${api}/workflow/${draftRun}/events`),
    replay: post(`${at}/workflow-runs/${draftRun}/replay`),
    snapshot: get(outputs),
    node: get(`${outputs}/m`),
    output: get(`${outputs}/m/text/preview`),
    events: get(`${outputs}/events`),
    draft: get(`${at}/workflows/draft`),
    publish: post(`${at}/workflows/publish`),
    "draft run": post(`${at}/workflows/draft/run`, { inputs: { name: "Ada" } }),
    published: get(`${at}/workflows/publish`),
    runs: get(`${at}/workflow-runs`),
    apps: get(`${api}/apps`),
    app: get(at),
    "v1 run": v1(`/workflows/run/${publishedRun}`),
    "v1 events": v1(`/workflow/${publishedRun}/events?user=u1`),
    "v1 stop": v1(`/workflows/tasks/${publishedRun}/stop`, { user: "u1" }),
    "v1 parameters": v1("/parameters"),
    "v1 start": v1("/workflows/run", started),
    "v1 start of version": v1(`/workflows/${version}/run`, started),
    // The last one, because it makes the draft whole again.
    sync: post(`${at}/workflows/draft`, { ...draft, hash })
  }
}

describe("weakness: damaged rows", () => {
  it.live(
    "are told as such wherever they are read, and hide nothing else",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        for (const [damage, expected] of damages) {
          yield* Effect.scoped(
            Effect.gen(function* () {
              const url = yield* freshDatabase
              const { port } = yield* freshServer(url)
              yield* setUp(port)
              const browser = new TestBrowser(port)
              yield* signIn(browser)
              const made = yield* makeApp(browser)
              const database = yield* postgresDatabase(url, 1)
              yield* database.query(damage)
              const reader = new TestBrowser((yield* freshServer(url)).port)
              yield* signIn(reader)
              const unreadable: Array<string> = []
              for (const [name, ask] of Object.entries(requestsOf(reader, made))) {
                const { status, json, text } = yield* ask
                if (status < 300) continue
                assert.deepInclude(
                  json,
                  { code: "stored_value_unreadable", status: 500 },
                  `${damage}, ${name}: ${text}`
                )
                unreadable.push(name)
              }
              assert.deepStrictEqual(unreadable.toSorted(), [...expected].toSorted(), damage)
            })
          )
        }
      }).pipe(Effect.provide(TestPostgres.layer)),
    120_000
  )
})
