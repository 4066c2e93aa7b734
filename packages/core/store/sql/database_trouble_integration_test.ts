import { connect, createServer, type Socket } from "node:net"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** What stands between a store and its database: it may keep an answer and end the connection. */
class Proxy {
  port = 0
  /** Of so many answers one is kept; 0 for none. */
  dropsOneOf = 0
  dropped = 0
  #answers = 0
  readonly #sockets = new Set<Socket>()

  readonly accept = (client: Socket, port: number): void => {
    const server = connect(port, "127.0.0.1")
    this.#sockets.add(client).add(server)
    const end = (): void => {
      client.destroy()
      server.destroy()
      this.#sockets.delete(client)
      this.#sockets.delete(server)
    }
    for (const socket of [client, server]) socket.on("error", end).on("close", end)
    client.on("data", (chunk) => server.write(chunk))
    server.on("data", (chunk) => {
      this.#answers++
      if (this.dropsOneOf === 0 || this.#answers % this.dropsOneOf !== 0) return void client.write(chunk)
      // What was asked for has happened; nobody will know.
      this.dropped++
      end()
    })
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

const proxyTo = (target: Redacted.Redacted) =>
  Effect.acquireRelease(
    Effect.callback<{ proxy: Proxy; url: Redacted.Redacted; close: () => void }>((resume) => {
      const proxy = new Proxy()
      const url = new URL(Redacted.value(target))
      const port = Number(url.port)
      const server = createServer((client) => proxy.accept(client, port)).listen(0, "127.0.0.1", () => {
        const address = server.address()
        url.port = String(typeof address === "object" ? address?.port : 0)
        const close = (): void => {
          proxy.close()
          server.close()
        }
        resume(Effect.succeed({ proxy, url: Redacted.make(url.href), close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

const row = (size: number) =>
  graphWorkflow(
    [
      { id: "s", type: startNode },
      ...Array.from({ length: size }, (_, index) => ({
        id: `n${index}`,
        type: incrementNode,
        config: { from: index === 0 ? "s" : `n${index - 1}`, delay: 1 }
      }))
    ],
    Array.from({ length: size }, (_, index): [string, string] => [index === 0 ? "s" : `n${index - 1}`, `n${index}`])
  )

const values = { inputs: { v: 0 }, files: [], environment: {}, conversation: {}, mocks: {} }
const sealed = Sealer.layer(Redacted.make("key"))

const engineOn = (url: Redacted.Redacted, maxConnections: number) =>
  RunEngine.layer.pipe(
    Layer.provideMerge(layerPostgres({ url, maxConnections, durability: "strict" })),
    Layer.provide(sealed)
  )

/** Runs many at once, and checks that each has come to its end with every fact, once. */
const runAll = (count: number, onBegin: () => void) =>
  Effect.gen(function* () {
    const engine = yield* RunEngine
    const store = yield* RunStore
    const workflow = row(10)
    const runs = yield* Effect.replicateEffect(engine.start(workflow, values, {}), count, { concurrency: 8 })
    onBegin()
    for (const run of runs) assert.strictEqual((yield* run.result).status, "succeeded")
    return { ids: runs.map(({ id }) => id), store }
  })

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("a database in trouble", (it) => {
  it.effect(
    "fault 3: answers that are lost after their commit change nothing: every fact is there once",
    () =>
      Effect.gen(function* () {
        const direct = yield* (yield* TestPostgres).freshDatabase
        const { proxy, url } = yield* proxyTo(direct)
        const { ids } = yield* Effect.provide(
          runAll(20, () => (proxy.dropsOneOf = 7)),
          engineOn(url, 3)
        )
        assert.isAbove(proxy.dropped, 3)
        proxy.dropsOneOf = 0
        const read = Effect.gen(function* () {
          const store = yield* RunStore
          for (const id of ids) {
            const facts = (yield* store.find(id))?.facts() ?? []
            assert.deepStrictEqual(
              facts.map(({ seq }) => seq),
              facts.map((_, index) => index + 1)
            )
            assert.strictEqual(facts.filter(({ kind }) => kind === "node_finished").length, 11)
            assert.strictEqual(facts.at(-1)?.kind, "run_finished")
          }
        })
        yield* Effect.provide(read, Layer.provide(layerPostgres({ url: direct }), sealed))
      }),
    60_000
  )

  it.effect(
    "fault 4: one connection for everything makes runs wait, and none of them for ever",
    () =>
      Effect.gen(function* () {
        const url = yield* (yield* TestPostgres).freshDatabase
        const { ids } = yield* Effect.provide(
          runAll(50, () => undefined),
          engineOn(url, 1)
        )
        assert.strictEqual(new Set(ids).size, 50)
      }),
    60_000
  )
})
