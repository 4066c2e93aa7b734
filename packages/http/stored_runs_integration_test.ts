import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import type { Stores } from "@flowglass/core"
import { layerPglite, layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Effect, Layer, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { startServer } from "./_test_server.ts"
import { api, makeApp } from "./_test_story.ts"
import { setUp, signIn } from "./console/_test_accounts.ts"
import { TestBrowser } from "./serve/_test_client.ts"

const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))

type Made = Effect.Success<ReturnType<typeof makeApp>>

/** What a server shows of both runs of an app: everything about runs that the console can be asked for. */
const shown = Effect.fnUntraced(function* (browser: TestBrowser, { app, draftRun, publishedRun }: Made) {
  const texts: Array<string> = []
  for (const [path, run] of [
    ["draft", draftRun],
    ["published", publishedRun]
  ] as const) {
    for (const rest of ["", "/m", "/m/text/preview", "/events"]) {
      texts.push((yield* browser.send(`${api}/apps/${app}/workflows/${path}/runs/${run}/node-outputs${rest}`)).text)
    }
    texts.push((yield* browser.send(`${api}/apps/${app}/workflow-runs/${run}`)).text)
    texts.push((yield* browser.send(`${api}/apps/${app}/workflow-runs/${run}/node-executions`)).text)
  }
  for (const text of texts) assert.notInclude(text, '"code"', text)
  return texts
})

const signedIn = Effect.fnUntraced(function* (stores: Layer.Layer<Stores>) {
  const { port } = yield* startServer({ stores })
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  return browser
})

const changeDraft = (browser: TestBrowser, { app, draft, hash }: Made) =>
  browser.send(`${api}/apps/${app}/workflows/draft`, {
    method: "POST",
    body: { ...draft, graph: { nodes: [], edges: [] }, hash }
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
            const made = yield* makeApp(browser)
            assert.strictEqual((yield* changeDraft(browser, made)).status, 200)
            return { made, texts: yield* shown(browser, made) }
          })
        )
        const texts = yield* Effect.scoped(Effect.flatMap(signedIn(stores()), (browser) => shown(browser, first.made)))
        assert.deepStrictEqual(texts, first.texts)
      }),
    60_000
  )

  it.live(
    "is shown the same by a second server on the same PostgreSQL",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const url = yield* freshDatabase
        const stores = () => Layer.orDie(Layer.provide(layerPostgres({ url }), sealer))
        const one = yield* signedIn(stores())
        const made = yield* makeApp(one)
        const other = yield* signedIn(stores())
        assert.deepStrictEqual(yield* shown(other, made), yield* shown(one, made))
        assert.strictEqual((yield* changeDraft(other, made)).status, 200)
        assert.deepStrictEqual(yield* shown(one, made), yield* shown(other, made))
      }).pipe(Effect.provide(TestPostgres.layer)),
    60_000
  )
})
