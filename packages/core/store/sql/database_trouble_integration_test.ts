import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Result } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { askNode } from "../../run/_test_paused_run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { databaseProxy } from "./_test_database_proxy.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** A row of nodes, each of which takes its time. */
const row = (size: number, delay = 1) =>
  graphWorkflow(
    [
      { id: "s", type: startNode },
      ...Array.from({ length: size }, (_, index) => ({
        id: `n${index}`,
        type: incrementNode,
        config: { from: index === 0 ? "s" : `n${index - 1}`, delay }
      }))
    ],
    Array.from({ length: size }, (_, index): [string, string] => [index === 0 ? "s" : `n${index - 1}`, `n${index}`])
  )

const values = { inputs: { v: 0 }, files: [], environment: {}, conversation: {}, mocks: {} }
const sealed = Sealer.layer(Redacted.make("key"))

const engineOn = (url: Redacted.Redacted, maxConnections = 4) =>
  Layer.fresh(
    RunEngine.layer.pipe(
      Layer.provideMerge(layerPostgres({ url, maxConnections, durability: "strict" })),
      Layer.provide(sealed)
    )
  )

/** Runs many at once, and returns their ids once each has succeeded. */
const runAll = (count: number, onBegin: () => void = () => undefined, workflow = row(10)) =>
  Effect.gen(function* () {
    const engine = yield* RunEngine
    const runs = yield* Effect.replicateEffect(engine.start(workflow, values, {}), count, { concurrency: 8 })
    onBegin()
    for (const run of runs) assert.strictEqual((yield* run.result).status, "succeeded")
    return runs.map(({ id }) => id)
  })

/** Runs have come to their ends with every fact, once; read from the database by another process. */
const checkWhole = (url: Redacted.Redacted, ids: ReadonlyArray<string>, nodes = 11) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    for (const id of ids) {
      const facts = (yield* store.find(id))?.facts() ?? []
      assert.deepStrictEqual(
        facts.map(({ seq }) => seq),
        facts.map((_, index) => index + 1)
      )
      assert.strictEqual(facts.filter(({ kind }) => kind === "node_finished").length, nodes)
      assert.strictEqual(facts.at(-1)?.kind, "run_finished")
    }
    assert.strictEqual((yield* store.list({ limit: 1000 })).length, ids.length)
  }).pipe(Effect.provide(Layer.fresh(Layer.provide(layerPostgres({ url }), sealed))))

const fresh = Effect.flatMap(TestPostgres, ({ freshDatabase }) => freshDatabase)

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("a database in trouble", (it) => {
  it.effect(
    "57P01: connections that an administrator ends, while runs work, change nothing",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const { proxy, url } = yield* databaseProxy(direct)
        const administrator = yield* postgresDatabase(direct, 1)
        const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE pid <> pg_backend_pid() AND datname = current_database()`
        const ending = Effect.repeat(Effect.andThen(Effect.sleep(40), administrator.query(end)), { times: 4 })
        const all = Effect.gen(function* () {
          const working = yield* Effect.forkChild(runAll(20, undefined, row(10, 15)))
          yield* ending
          return yield* Fiber.join(working)
        })
        const ids = yield* Effect.provide(all, engineOn(url))
        assert.deepStrictEqual([...proxy.codes], ["57P01"])
        yield* checkWhole(direct, ids)
      }),
    60_000
  )

  it.effect(
    "57P02 and 57P03: a server whose backend crashes ends everybody and recovers; runs go on, also those that begin then",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const { proxy, url } = yield* databaseProxy(direct)
        const victim = yield* postgresDatabase(direct, 1)
        const [backend] = yield* victim.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
        const all = Effect.gen(function* () {
          const working = yield* Effect.forkChild(runAll(20, undefined, row(10, 15)))
          yield* Effect.sleep(60)
          process.kill(backend?.pid ?? 0, "SIGKILL")
          const later = yield* runAll(5)
          return [...(yield* Fiber.join(working)), ...later]
        })
        const ids = yield* Effect.provide(all, engineOn(url))
        assert.isTrue(proxy.codes.has("57P02"))
        yield* checkWhole(direct, ids)
      }),
    60_000
  )

  it.effect(
    "57P03: while a server starts up runs wait, and so do a process that starts and a run that begins",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const { proxy, url } = yield* databaseProxy(direct)
        const starting = { code: "57P03", message: "the database system is starting up" }
        const crashed = { code: "57P02", message: "terminating connection because of crash of another server process" }
        const all = Effect.gen(function* () {
          const working = yield* Effect.forkChild(runAll(10, undefined, row(10, 15)))
          yield* Effect.sleep(60)
          proxy.refuse(crashed, starting)
          const [begun, opened] = [
            yield* Effect.forkChild(runAll(2)),
            yield* Effect.forkChild(
              Effect.provide(
                Effect.flatMap(RunStore, (store) => store.list()),
                Layer.fresh(Layer.provide(layerPostgres({ url }), sealed))
              )
            )
          ]
          yield* Effect.sleep(2000)
          proxy.admit()
          yield* Fiber.join(opened)
          return [...(yield* Fiber.join(working)), ...(yield* Fiber.join(begun))]
        })
        const ids = yield* Effect.provide(all, engineOn(url))
        assert.isAbove(proxy.refused, 3)
        yield* checkWhole(direct, ids)
      }),
    60_000
  )

  it.effect(
    "fault 3: unknown outcomes: answers that are lost after their commit change nothing, of acceptances as well",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const { proxy, url } = yield* databaseProxy(direct)
        const some = (count: number) => runAll(count, () => (proxy.dropsOneOf = 7))
        // All but the first begin while answers are lost.
        const all = Effect.all([some(10), some(10)])
        const ids = (yield* Effect.provide(all, engineOn(url, 3))).flat()
        assert.isAbove(proxy.dropped, 5)
        proxy.dropsOneOf = 0
        yield* checkWhole(direct, ids)
      }),
    60_000
  )

  it.effect(
    "fault 3: an answer to a form whose commit nobody knows of is the first one, and is told so",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const { proxy, url } = yield* databaseProxy(direct)
        const workflow = graphWorkflow(
          [{ id: "s", type: startNode }, askNode("ask"), { id: "n", type: incrementNode, config: { from: "s" } }],
          [
            ["s", "ask"],
            ["ask", "n", "yes"]
          ]
        )
        const load = () => Effect.succeed(workflow)
        const answer = { action: "yes", inputs: { note: "n" } }
        const owner = Effect.gen(function* () {
          const engine = yield* RunEngine
          yield* Effect.forkChild(engine.carryOn(load))
          const run = yield* engine.start(workflow, values, {})
          assert.strictEqual((yield* run.result).status, "paused")
          const other = Effect.gen(function* () {
            const elsewhere = yield* RunEngine
            proxy.dropsAnswerTo = "INTO run_answers"
            yield* elsewhere.resume(run.id, answer, load)
            return yield* Effect.flip(elsewhere.resume(run.id, answer, load))
          })
          const second = yield* Effect.provide(other, engineOn(url))
          assert.include(["human_input_form_submitted", "run_not_paused"], second.code)
          assert.strictEqual(proxy.dropped, 1)
          assert.strictEqual((yield* run.result).status, "succeeded")
        })
        yield* Effect.provide(owner, engineOn(direct))
      }),
    60_000
  )

  it.effect("a connection that breaks while the tables are made: they are made on another one", () =>
    Effect.gen(function* () {
      const direct = yield* fresh
      const { proxy, url } = yield* databaseProxy(direct)
      proxy.dropsAnswerTo = "CREATE TABLE runs"
      const ids = yield* Effect.provide(runAll(1), engineOn(url))
      assert.isUndefined(proxy.dropsAnswerTo)
      yield* checkWhole(direct, ids)
    })
  )

  it.effect(
    "fault 4: one connection for everything makes runs wait, and none of them for ever",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        yield* checkWhole(url, yield* Effect.provide(runAll(50), engineOn(url, 1)))
      }),
    60_000
  )

  it.effect(
    "fault 4: a pool whose connections are all kept by slow statements makes runs wait, and is no deadlock",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const slow = yield* postgresDatabase(url, 1)
        const all = Effect.gen(function* () {
          const store = yield* RunStore
          const [first] = yield* runAll(1)
          // Whoever asks for runs has to wait for this, and takes the connections of all others with it.
          const blocking = yield* Effect.forkChild(
            slow.transaction(
              Effect.andThen(slow.attempt("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"), Effect.sleep(1500))
            )
          )
          yield* Effect.sleep(100)
          const page = store.page({ tenantId: "local", appId: "local", limit: 5 })
          const reading = yield* Effect.forkChild(Effect.replicateEffect(page, 20, { concurrency: "unbounded" }))
          const ids = yield* runAll(50)
          yield* Fiber.join(blocking)
          assert.strictEqual((yield* Fiber.join(reading)).length, 20)
          return [...(first === undefined ? [] : [first]), ...ids]
        })
        yield* checkWhole(url, yield* Effect.provide(all, engineOn(url, 2)))
      }),
    60_000
  )

  it.effect(
    "fault 4: a server that has no connection left for more (53300) makes runs wait",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const administrator = yield* postgresDatabase(url, 1)
        const name = new URL(Redacted.value(url)).pathname.slice(1)
        yield* administrator.query(`CREATE ROLE small_${name} LOGIN PASSWORD 'small' CONNECTION LIMIT 4`)
        yield* administrator.query(`ALTER DATABASE ${name} OWNER TO small_${name}`)
        yield* administrator.query(`GRANT ALL ON SCHEMA public TO small_${name}`)
        const small = new URL(Redacted.value(url))
        small.username = `small_${name}`
        small.password = "small"
        const limited = Redacted.make(small.href)
        const all = Effect.gen(function* () {
          const store = yield* RunStore
          const page = store.page({ tenantId: "local", appId: "local", limit: 5 })
          const asking = yield* Effect.forkChild(Effect.replicateEffect(page, 50, { concurrency: "unbounded" }))
          const ids = yield* runAll(30)
          assert.strictEqual((yield* Fiber.join(asking)).length, 50)
          return ids
        })
        const witness = Effect.scoped(
          Effect.forEach([1, 2, 3, 4, 5], () =>
            Effect.flatMap(postgresDatabase(limited, 1), (one) => one.attempt("SELECT 1"))
          )
        )
        const refused = yield* Effect.result(witness)
        assert.isTrue(Result.isFailure(refused))
        // The pool may want ten; the two sessions that everybody has beside it leave room for two.
        yield* checkWhole(url, yield* Effect.provide(all, engineOn(limited, 10)))
      }),
    60_000
  )
})
