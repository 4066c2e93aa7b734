import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"
import { slowRuns } from "./fixtures/slow_run.ts"
import { slowServer } from "./fixtures/slow_server.ts"

afterAll(killServers)

describe("flowglass serve on PostgreSQL", () => {
  it.live(
    "shares everything with commands that open the database themselves, which also stop its runs",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const url = Redacted.value(yield* freshDatabase)
        yield* Effect.promise(async () => {
          const cwd = mkdtempSync(join(tmpdir(), "flow glass postgres "))
          const slow = await slowServer()
          const env = {
            DATABASE_URL: url,
            SECRET_KEY: "a secret of the tests, long enough for HS256",
            FLOWGLASS_ALLOW_HOSTS: slow.host
          }
          const options = { cwd, env }
          const server = await startServer(cwd, { args: [], env })
          const run = await slowRuns(server, slow.host, options)
          const stopped = run()
          await slow.asked()
          const [running] = await Promise.all([json(["runs", "list"], options), json(["apps", "list"], options)])
          assert.include(JSON.stringify(running), '"running"')
          await json(["runs", "stop", "last"], options)
          assert.include(JSON.stringify(await stopped), '"stopped"')
          assert.deepStrictEqual((await refusal(["runs", "stop", "last"], options))[0], 32)
          assert.include(JSON.stringify(await json(["inspect", "last", "ask"], options)), '"node_id":"ask"')
          // Nothing is kept in a folder.
          assert.isFalse(existsSync(join(cwd, ".flowglass")))
          server.child.kill("SIGTERM")
          const { status, stderr } = await server.outcome
          assert.deepStrictEqual([status, stderr], [0, ""])
          slow.close()
          rmSync(cwd, { recursive: true })
        })
      }).pipe(Effect.provide(TestPostgres.layer)),
    180_000
  )
})
