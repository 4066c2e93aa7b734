import { connect, createServer, type Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Result } from "effect"
import { TestClock } from "effect/testing"
import { hintOf } from "../../error/hint.ts"
import { AppStore } from "../app_store.ts"
import type { Database } from "./_database.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { databasePlace } from "./_reach_database.ts"
import { pruneRuns } from "./_remove_runs.ts"
import { databaseProxy } from "./_test_database_proxy.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { endedRun } from "./_test_runs.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** Takes connections and says nothing to so many of them; all others go to a database. */
const silentServer = (silent: number, target?: Redacted.Redacted) =>
  Effect.acquireRelease(
    Effect.callback<{ port: number; taken: () => number; close: () => void }>((resume) => {
      const sockets = new Set<Socket>()
      let taken = 0
      const server = createServer((socket) => {
        sockets.add(socket.on("error", () => undefined))
        if (++taken <= silent || target === undefined) return
        const behind = connect(Number(new URL(Redacted.value(target)).port), "127.0.0.1")
        sockets.add(behind.on("error", () => undefined))
        socket.pipe(behind).pipe(socket)
      }).listen(0, "127.0.0.1", () => {
        const address = server.address()
        const close = (): void => {
          for (const socket of sockets) socket.destroy()
          server.close()
        }
        const port = typeof address === "object" && address !== null ? address.port : 0
        resume(Effect.succeed({ port, taken: () => taken, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

/** Lets seconds pass, in each of which connections are really made. */
const pass = (seconds: number) =>
  Effect.repeat(Effect.andThen(TestClock.adjust("1 second"), TestClock.withLive(Effect.sleep(40))), {
    times: seconds - 1
  })

const untilTaken = ({ taken }: { readonly taken: () => number }) =>
  TestClock.withLive(Effect.repeat(Effect.sleep(20), { while: () => taken() === 0 }))

const sealed = Sealer.layer(Redacted.make("key"))

const listApps = (url: Redacted.Redacted) =>
  Effect.flatMap(AppStore, (apps) => apps.list("nobody", { page: 1, limit: 1 })).pipe(
    Effect.provide(Layer.fresh(Layer.provide(layerPostgres({ url }), sealed))),
    Effect.result,
    Effect.forkChild
  )

describe("a database that says nothing when it is connected to", () => {
  it.effect("is given up after fifteen seconds, in words that name its host and no password", () =>
    Effect.gen(function* () {
      const server = yield* silentServer(Number.POSITIVE_INFINITY)
      const { port, taken } = server
      const asked = yield* listApps(Redacted.make(`postgresql://tester:pass-word@127.0.0.1:${port}/db`))
      yield* untilTaken(server)
      yield* pass(17)
      const answer = yield* Fiber.join(asked)
      assert(Result.isFailure(answer))
      const { code, message } = answer.failure
      assert.deepStrictEqual(
        [code, message],
        ["store_unavailable", `The database at 127.0.0.1:${port} does not answer. What was confirmed is kept.`]
      )
      assert.include(hintOf(answer.failure), "connect_timeout")
      assert.isAtMost(taken(), 3)
    })
  )

  it.effect("is given the time that its address asks for", () =>
    Effect.gen(function* () {
      const server = yield* silentServer(Number.POSITIVE_INFINITY)
      const url = `postgresql://tester:pass-word@127.0.0.1:${server.port}/db?connect_timeout=30`
      const asked = yield* listApps(Redacted.make(url))
      yield* untilTaken(server)
      yield* pass(29)
      assert.deepStrictEqual([asked.pollUnsafe(), server.taken()], [undefined, 1])
      yield* Fiber.interrupt(asked)
    })
  )

  it.effect(
    "and does after eleven seconds, is used",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const direct = yield* freshDatabase
        const server = yield* silentServer(2, direct)
        const url = new URL(Redacted.value(direct))
        url.port = String(server.port)
        const asked = yield* listApps(Redacted.make(url.href))
        yield* untilTaken(server)
        yield* pass(11)
        const answer = yield* Fiber.join(asked)
        assert.deepStrictEqual(Result.getOrThrow(answer).items, [])
        assert.isAtLeast(server.taken(), 3)
      }).pipe(Effect.provide(TestPostgres.layer)),
    60_000
  )
})

describe("a server that has not one connection more", () => {
  it.effect("is told to whoever starts, and not waited for without a word", () =>
    Effect.gen(function* () {
      const url = yield* (yield* TestPostgres).freshDatabase
      const administrator = yield* postgresDatabase(url, 1)
      const small = new URL(Redacted.value(url))
      const name = small.pathname.slice(1)
      yield* administrator.query(`CREATE ROLE one_${name} LOGIN PASSWORD 'one' CONNECTION LIMIT 1`)
      yield* administrator.query(`ALTER DATABASE ${name} OWNER TO one_${name}`)
      yield* administrator.query(`GRANT ALL ON SCHEMA public TO one_${name}`)
      Object.assign(small, { username: `one_${name}`, password: "one" })
      const asked = yield* listApps(Redacted.make(small.href))
      yield* Effect.forkScoped(Effect.forever(pass(1)))
      const answer = yield* Fiber.join(asked)
      assert(Result.isFailure(answer))
      assert.strictEqual(answer.failure.code, "store_unavailable")
      assert.include(answer.failure.message, "no connection left (53300)")
    }).pipe(Effect.provide(TestPostgres.layer))
  )
})

describe("a connection that falls silent", () => {
  it.effect(
    "is given up after a minute: what was asked is asked again on another one",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const { proxy, url } = yield* databaseProxy(yield* freshDatabase)
        const stores = Layer.fresh(Layer.provide(layerPostgres({ url }), sealed))
        const use = Effect.gen(function* () {
          const apps = yield* AppStore
          const list = apps.list("nobody", { page: 1, limit: 1 })
          // No connection is being made any more: one that is then falls silent is given up much earlier.
          for (let round = 0; round < 3; round++) yield* Effect.andThen(list, TestClock.withLive(Effect.sleep(500)))
          proxy.silence()
          const asked = yield* Effect.forkChild(list)
          yield* pass(59)
          assert.isUndefined(asked.pollUnsafe())
          // How long the client waits for an answer to its cancellation is measured by no clock of a test.
          yield* Effect.forkScoped(Effect.forever(pass(1)))
          assert.deepStrictEqual((yield* Fiber.join(asked)).items, [])
          assert.deepStrictEqual((yield* list).items, [])
        })
        yield* Effect.provide(use, stores)
      }).pipe(Effect.provide(TestPostgres.layer)),
    60_000
  )
})

const rowsOf = (database: Database, table: string) =>
  Effect.map(database.query(`SELECT FROM ${table}`), ({ length }) => length)

const moments = ["BEGIN", "LOCK TABLE", "DELETE FROM graphs", "COMMIT"]

/** A database with an old run, reached by a connection that is lost at a statement. */
const losing = (lost: "dropsAnswerTo" | "silencesAt") =>
  Effect.fnUntraced(function* (statement: string) {
    const direct = yield* (yield* TestPostgres).freshDatabase
    yield* Effect.provide(endedRun, Layer.fresh(Layer.provide(layerPostgres({ url: direct }), sealed)))
    const { proxy, url } = yield* databaseProxy(direct)
    const database = yield* postgresDatabase(url, 1)
    yield* database.query("SELECT")
    proxy[lost] = statement
    return { statement, database, isLost: () => proxy[lost] === undefined }
  })

describe("old runs are removed on another connection when theirs", () => {
  it.effect.each([
    ["breaks", "dropsAnswerTo"],
    ["falls silent", "silencesAt"]
  ] as const)(
    "%s, at whatever statement",
    ([, lost]) =>
      Effect.gen(function* () {
        const databases = yield* Effect.forEach(moments, losing(lost))
        yield* Effect.forkScoped(Effect.forever(pass(1)))
        const prune = ({ database }: (typeof databases)[number]) => pruneRuns(database, Number.MAX_SAFE_INTEGER, 10)
        const gone = yield* Effect.forEach(databases, prune, { concurrency: "unbounded" })
        assert.deepStrictEqual(
          gone.map(({ length }) => length),
          moments.map(() => 1)
        )
        for (const { statement, database, isLost } of databases) {
          assert.isTrue(isLost(), statement)
          for (const table of ["runs", "run_facts", "graphs", "blobs", "run_blobs"]) {
            assert.strictEqual(yield* rowsOf(database, table), 0, `${statement}: ${table}`)
          }
        }
      }).pipe(Effect.provide(TestPostgres.layer)),
    60_000
  )
})

describe("where a database is", () => {
  it.each([
    ["postgresql://u:p@db.example:5432/x", "db.example:5432"],
    ["postgresql://u:p@[::1]:5432/x", "[::1]:5432"],
    ["postgresql:///x?host=/var/run", "/var/run"],
    ["postgresql:///x", undefined],
    // Passwords that are not written as an address needs it.
    ["postgresql://u:12/secret@db.example/x", undefined],
    ["postgresql://u:12?secret@db.example/x", undefined],
    ["postgresql://u:12#secret@db.example/x", undefined],
    ["postgresql://u:p@secret@db.example/x", "db.example"],
    ["no address", undefined]
  ])("%s", (url, place) => {
    assert.strictEqual(databasePlace(Redacted.make(url)), place)
  })
})
