import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { runCommand } from "./fixtures/command_process.ts"
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

  it.live(
    "says why a database does not let it in, and never the password",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const url = new URL(Redacted.value(yield* freshDatabase))
        const changed = (change: (copy: URL) => void): string => {
          const copy = new URL(url)
          copy.password = "pass-word"
          change(copy)
          return copy.href
        }
        const cases = [
          [changed(() => undefined), "store_unavailable", "it does not take this user name with this password"],
          [
            changed((copy) => {
              copy.password = url.password
              copy.pathname = "/nowhere"
            }),
            "store_unavailable",
            "it has no database of this name"
          ],
          [changed((copy) => (copy.port = "1")), "store_unavailable", "nothing listens at its address"],
          [changed(() => undefined).replace("pass-word", "pass%word"), "setting_invalid", "written %25"]
        ] as const
        yield* Effect.promise(async () => {
          const cwd = mkdtempSync(join(tmpdir(), "flow glass postgres "))
          for (const [address, code, reason] of cases) {
            const env = { DATABASE_URL: address, SECRET_KEY: "a secret of the tests, long enough for HS256" }
            for (const args of [
              ["serve", "--port", "0"],
              ["apps", "list"]
            ]) {
              const { status, stdout, stderr } = await runCommand([...args, "--json", "--debug"], { cwd, env })
              assert.deepStrictEqual([status, stdout], [code === "setting_invalid" ? 2 : 35, ""])
              assert.include(stderr, `"code":"${code}"`)
              assert.include(stderr, reason)
              assert.notMatch(stderr, /pass[-%]word|p@ss|p%40ss|tester/)
            }
          }
          rmSync(cwd, { recursive: true })
        })
      }).pipe(Effect.provide(TestPostgres.layer)),
    180_000
  )
})
