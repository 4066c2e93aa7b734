import { assert, describe, it } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer, Schema, Stream } from "effect"
import { defineNode } from "../node/define_node.ts"
import { end } from "../node/end.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { RunStore } from "../store/run_store.ts"
import { RunEngine } from "./run_engine.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

const file = JSON.stringify({
  app: { mode: "workflow", name: "test" },
  kind: "app",
  version: "0.6.0",
  workflow: {
    graph: {
      nodes: [
        { id: "s", data: { type: "start", variables: [] } },
        { id: "w", data: { type: "acme/waits" } },
        { id: "e", data: { type: "end", outputs: [{ variable: "r", value_selector: ["w", "r"] }] } }
      ],
      edges: [
        { source: "s", target: "w" },
        { source: "w", target: "e" }
      ]
    }
  }
})

/** A node that waits until it is told. */
const waiting = (told: Deferred.Deferred<void>) =>
  defineNode({
    type: "acme/waits",
    version: "1",
    kind: "executable",
    summary: "Waits until it is told.",
    config: Schema.Struct({}),
    outputs: () => [{ name: "r", type: "string", required: true }],
    errors: [],
    example: { config: {}, outputs: { r: "done" } },
    run: () => Effect.as(Deferred.await(told), { outputs: { r: "done" } })
  })

/** Two engines on one store, of which the second one lacks what the nodes are. */
const engines = Effect.gen(function* () {
  const told = yield* Deferred.make<void>()
  const store = Layer.succeed(RunStore, yield* RunStore)
  const runnerWith = (registry: Layer.Layer<NodeRegistry>) =>
    Effect.map(
      Layer.build(
        WorkflowRunner.layer.pipe(Layer.provide(registry), Layer.provide(RunEngine.layer), Layer.provide(store))
      ),
      (context) => Context.get(context, WorkflowRunner)
    )
  const whole = NodeRegistry.layer([start, end, waiting(told)])
  return {
    one: yield* runnerWith(whole),
    other: yield* runnerWith(whole),
    lacking: yield* runnerWith(NodeRegistry.layer([start, end])),
    go: Deferred.succeed(told, undefined)
  }
})

describe("following a run", () => {
  it.effect("of another engine on the same store shows all its events, as they come", () =>
    Effect.gen(function* () {
      const { one, other, go } = yield* engines
      const run = yield* one.start({ text: file })
      const followed = yield* other.follow(run.id)
      const begun = yield* Stream.runCollect(
        Stream.takeUntil(followed.events, (event) => event.event === "node_started" && event.node_id === "w")
      )
      assert.strictEqual(begun.at(0)?.event, "run_started")
      assert.deepStrictEqual([run.startedAt, followed.startedAt], [begun.at(0)?.at, begun.at(0)?.at])
      const all = yield* Effect.forkChild(Stream.runCollect(followed.events))
      yield* go
      assert.deepStrictEqual((yield* run.result).outputs, { r: "done" })
      assert.deepStrictEqual(yield* Fiber.join(all), yield* Stream.runCollect(run.events))
      assert.strictEqual((yield* followed.result).status, "succeeded")
    }).pipe(Effect.scoped, Effect.provide(layerMemoryRunStore()))
  )

  it.effect("of this engine gives the run itself", () =>
    Effect.gen(function* () {
      const { one, go } = yield* engines
      const run = yield* one.start({ text: file })
      const followed = yield* one.follow(run.id)
      yield* go
      assert.strictEqual((yield* followed.result).status, "succeeded")
      assert.deepStrictEqual(yield* Stream.runCollect(followed.events), yield* Stream.runCollect(run.events))
    }).pipe(Effect.scoped, Effect.provide(layerMemoryRunStore()))
  )

  it.effect("fails for a run that is not there, and where its node types are not", () =>
    Effect.gen(function* () {
      const { one, lacking, go } = yield* engines
      assert.strictEqual((yield* Effect.flip(one.follow("nobody"))).code, "workflow_run_not_found")
      const run = yield* one.start({ text: file })
      assert.strictEqual((yield* Effect.flip(lacking.follow(run.id))).code, "node_type_unknown")
      yield* go
    }).pipe(Effect.scoped, Effect.provide(layerMemoryRunStore()))
  )
})
