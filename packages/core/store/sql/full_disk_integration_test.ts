import fs, { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPglite } from "./layer_pglite.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

const sealed = Sealer.layer(Redacted.make("key"))

const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "a", type: incrementNode, config: { from: "s", delay: 300 } },
    { id: "b", type: incrementNode, config: { from: "a" } }
  ],
  [
    ["s", "a"],
    ["a", "b"]
  ]
)

const large = "what a run has to keep ".repeat(20_000)
const values = { inputs: { v: 1, large }, files: [], environment: {}, conversation: {}, mocks: {} }

const start = Effect.flatMap(RunEngine, (engine) => engine.start(workflow, values, {}))

/** A run that is at work while the disk is full waits, and one that would begin is refused; then both can. */
const fill = Effect.fnUntraced(function* (setFull: (isFull: boolean) => Effect.Effect<unknown, unknown>) {
  const store = yield* RunStore
  const before = yield* start
  assert.strictEqual((yield* before.result).status, "succeeded")
  const during = yield* start
  yield* setFull(true)
  const error = yield* Effect.flip(start)
  assert.strictEqual(error.code, "store_unavailable")
  // What is there can still be read.
  assert.strictEqual((yield* store.find(before.id))?.facts().at(-1)?.kind, "run_finished")
  assert.notStrictEqual((yield* store.find(during.id))?.facts().at(-1)?.kind, "run_finished")
  yield* setFull(false)
  assert.strictEqual((yield* during.result).status, "succeeded")
  const after = yield* start
  assert.strictEqual((yield* after.result).status, "succeeded")
  return [before.id, during.id, after.id]
})

/** Another process finds those runs whole, and no others. */
const check = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
  const store = yield* RunStore
  assert.deepStrictEqual((yield* store.list()).map(({ accepted }) => accepted.runId).toSorted(), [...ids].toSorted())
  for (const id of ids) {
    const facts = (yield* store.find(id))?.facts() ?? []
    assert.strictEqual(facts.filter(({ kind }) => kind === "node_finished").length, 3)
    assert.strictEqual(facts.at(-1)?.kind, "run_finished")
  }
})

const engineOn = <E>(stores: Layer.Layer<RunStore, E, Sealer>) =>
  Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(stores), Layer.provide(sealed)))

/** What every write to a file fails with, while the disk is full. */
const fullDisk = () => {
  const { writeSync } = fs
  let isFull = false
  let refused = 0
  const write = new Proxy(writeSync, {
    apply: (target, self, parameters) => {
      if (!isFull) return Reflect.apply(target, self, parameters)
      refused++
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", errno: -28 })
    }
  })
  fs.writeSync = write
  return {
    setFull: (next: boolean) => Effect.sync(() => (isFull = next)),
    refused: () => refused,
    restore: () => {
      fs.writeSync = writeSync
    }
  }
}

describe("fault 5: a full disk", () => {
  it.live(
    "under the database in a folder lets runs wait and refuses those that would begin; nothing is lost",
    () =>
      Effect.gen(function* () {
        const folder = mkdtempSync(join(tmpdir(), "flowglass-full-"))
        const disk = yield* Effect.acquireRelease(Effect.sync(fullDisk), ({ restore }) => Effect.sync(restore))
        const ids = yield* Effect.provide(fill(disk.setFull), engineOn(layerPglite({ folder })))
        assert.isAbove(disk.refused(), 0)
        yield* Effect.provide(check(ids), engineOn(layerPglite({ folder })))
        rmSync(folder, { recursive: true })
      }),
    120_000
  )
})

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("fault 5: a full disk (53100)", (it) => {
  it.effect(
    "under PostgreSQL lets runs wait and refuses those that would begin; nothing is lost",
    () =>
      Effect.gen(function* () {
        const url = yield* (yield* TestPostgres).freshDatabase
        const administrator = yield* postgresDatabase(url, 1)
        // The server says of every statement that adds to a table what it says when the table cannot grow.
        const setFull = (isFull: boolean) =>
          isFull
            ? administrator.query("CREATE TRIGGER full_disk BEFORE INSERT ON run_facts EXECUTE FUNCTION full_disk()")
            : administrator.query("DROP TRIGGER full_disk ON run_facts")
        const all = Effect.gen(function* () {
          yield* administrator.query(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`)
          return yield* fill(setFull)
        })
        const ids = yield* Effect.provide(all, engineOn(layerPostgres({ url })))
        yield* Effect.provide(check(ids), engineOn(layerPostgres({ url })))
      }),
    120_000
  )
})
