import { assert, describe, it } from "@effect/vitest"
import { AccountStore, layerMemoryStores, TenantStore } from "@flowglass/core"
import { Sealer } from "@flowglass/core/store/sql"
import { Context, Effect, Layer, Predicate, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { dumpedPglite, dumpedPostgres, TableDump } from "../core/store/sql/_test_table_dump.ts"
import { startServer } from "./_test_server.ts"
import { api, makeApp, member } from "./_test_story.ts"
import { Passwords } from "./auth/passwords.ts"
import { setUp, signIn } from "./console/_test_accounts.ts"
import { TestBrowser, type TestResponse } from "./serve/_test_client.ts"

const neverRun = "01a20860-0000-7000-8000-000000000000"
const neverApp = "01a20860-0000-7000-8000-000000000001"

/** What has rows once the story has been told. */
const tables = ["accounts", "tenants", "memberships", "apps", "workflows", "app_keys", "end_users", "runs", "run_facts"]

const errorOf = ({ status, json }: TestResponse) => [
  status,
  Predicate.hasProperty(json, "code") ? json.code : json,
  Predicate.hasProperty(json, "status") ? json.status : undefined
]

/** What an error answer looks like to the outside, without what differs from request to request. */
const seenBytes = ({ status, text, headers }: TestResponse) => {
  const { date: _date, "x-trace-id": _trace, "x-request-id": _request, ...others } = headers
  return JSON.stringify([status, text, others])
}

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

const onPostgres = Layer.unwrap(
  Effect.gen(function* () {
    const { freshDatabase } = yield* TestPostgres
    return dumpedPostgres(yield* freshDatabase)
  })
).pipe(Layer.provide(TestPostgres.layer))

/** The memory has no tables; what it shows is compared in their place. */
const inMemory = Layer.merge(layerMemoryStores(), Layer.succeed(TableDump, { dump: Effect.succeed(new Map()) }))

const everyStore = [
  ["memory", inMemory],
  ["PGlite", Layer.orDie(Layer.provide(dumpedPglite, sealer))],
  ["PostgreSQL", Layer.orDie(Layer.provide(onPostgres, sealer))]
] as const

describe.each(everyStore)("the story of the seed, on %s", (name, stores) => {
  it.live(
    "the Inspector's codes arrive as they were raised, and tell nothing about other workspaces",
    () =>
      Effect.gen(function* () {
        const kept = yield* Layer.build(stores)
        const server = yield* startServer({ stores: Layer.succeedContext(kept) })
        const { dump } = Context.get(kept, TableDump)
        const { port } = server
        yield* setUp(port)
        const ada = new TestBrowser(port)
        yield* signIn(ada)
        const withoutToken = yield* ada.send(`${api}/apps`, {
          method: "POST",
          body: {},
          headers: { "x-csrf-token": "" }
        })
        assert.deepStrictEqual(errorOf(withoutToken), [401, "unauthorized", 401])
        const own = yield* makeApp(ada)

        const stale = yield* ada.send(`${api}/apps/${own.app}/workflows/draft`, {
          method: "POST",
          body: { ...own.draft, hash: "another" }
        })
        assert.deepStrictEqual(errorOf(stale), [409, "draft_workflow_not_sync", 409])
        const shown = yield* ada.send(`${api}/apps/${own.app}/workflows/draft`)
        assert.strictEqual(shown.status, 200)
        assert.notInclude(shown.text, "the-secret-value")

        const inspect = (browser: TestBrowser, app: string, path: string, run: string, rest = "") =>
          browser.send(`${api}/apps/${app}/workflows/${path}/runs/${run}/node-outputs${rest}`)
        const surfaces = ["", "/m", "/m/text/preview", "/events"]

        // What is there answers on every path of its kind.
        for (const [path, run] of [
          ["draft", own.draftRun],
          ["published", own.publishedRun]
        ] as const) {
          const snapshot = yield* inspect(ada, own.app, path, run)
          assert.strictEqual(snapshot.status, 200, snapshot.text)
          assert.strictEqual(member(snapshot.json, "workflow_run_status"), "succeeded")
          const output = yield* inspect(ada, own.app, path, run, "/m/text/preview")
          assert.deepStrictEqual([member(output.json, "value"), member(output.json, "status")], ["Hello", "ready"])
          const events = yield* inspect(ada, own.app, path, run, "/events")
          assert.match(events.text, /^event: snapshot\nid: \d+\ndata: \{.*\}\n\nevent: workflow_run_completed\n/)
        }

        // What is not there has its own code, the stream included.
        for (const rest of surfaces) {
          const unknown = yield* inspect(ada, own.app, "draft", neverRun, rest)
          assert.deepStrictEqual(errorOf(unknown), [404, "workflow_run_not_found", 404], rest)
          const crossed = yield* inspect(ada, own.app, "draft", own.publishedRun, rest)
          assert.deepStrictEqual(errorOf(crossed), [404, "published_run_inspector_not_implemented", 404], rest)
          const hidden = yield* inspect(ada, own.app, "published", own.draftRun, rest)
          assert.deepStrictEqual(errorOf(hidden), [404, "workflow_run_not_found", 404], rest)
        }
        const node = yield* inspect(ada, own.app, "draft", own.draftRun, "/n")
        assert.deepStrictEqual(errorOf(node), [404, "node_not_in_workflow_run", 404])
        const output = yield* inspect(ada, own.app, "draft", own.draftRun, "/m/txt/preview")
        assert.deepStrictEqual(errorOf(output), [404, "node_output_not_declared", 404])

        // Another workspace's owner, asking with its own app and with the foreign one.
        const password = "correct horse 2"
        const { account } = yield* Effect.gen(function* () {
          const accounts = Context.get(server.stores, AccountStore)
          const passwordHash = yield* Effect.provide(
            Effect.flatMap(Passwords, (passwords) => passwords.hash(password)),
            Passwords.layer
          )
          return { account: yield* accounts.create({ email: "eve@example.test", name: "Eve", passwordHash }) }
        })
        yield* Context.get(server.stores, TenantStore).create("Eve's Workspace", account.id)
        const eve = new TestBrowser(port)
        yield* signIn(eve, "http://localhost", { email: account.email, password })
        const foreign = yield* makeApp(eve)
        const rows = yield* dump
        const before = yield* ada.send(`${api}/apps/${own.app}/workflow-runs/${own.draftRun}/node-executions`)
        for (const path of ["draft", "published"]) {
          for (const rest of surfaces) {
            for (const run of [own.draftRun, own.publishedRun]) {
              const asked = yield* inspect(eve, foreign.app, path, run, rest)
              assert.deepStrictEqual(errorOf(asked), [404, "workflow_run_not_found", 404], `${path}${rest}`)
              assert.strictEqual(seenBytes(asked), seenBytes(yield* inspect(eve, foreign.app, path, neverRun, rest)))
              const trespass = yield* inspect(eve, own.app, path, run, rest)
              assert.deepStrictEqual(errorOf(trespass), [404, "app_not_found", 404], `${path}${rest}`)
              assert.strictEqual(seenBytes(trespass), seenBytes(yield* inspect(eve, neverApp, path, run, rest)))
            }
          }
        }
        const after = yield* ada.send(`${api}/apps/${own.app}/workflow-runs/${own.draftRun}/node-executions`)
        assert.strictEqual(after.text, before.text)
        assert.deepStrictEqual(yield* dump, rows)
        if (name !== "memory") for (const table of tables) assert.isNotEmpty(rows.get(table), table)
      }),
    60_000
  )
})
