import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result, Schema } from "effect"
import { VariablePool } from "../value/variable_pool.ts"
import { defineNode } from "./define_node.ts"
import { defaultNodeLimits } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import { NodeRegistry } from "./node_registry.ts"

const described = (version: string, type = "x") =>
  defineNode({
    type,
    version,
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [],
    errors: [],
    example: { config: {}, outputs: {} },
    run: () => ({ outputs: { version } })
  })

const context = {
  runId: "r",
  nodeId: "n",
  title: "n",
  variables: new VariablePool(),
  execution: "root/n",
  attempt: 0,
  failureIsHandled: false,
  limits: defaultNodeLimits,
  signal: () => {}
}

describe("NodeRegistry", () => {
  it.effect("finds the exact version, else the highest by number, not by text", () =>
    Effect.gen(function* () {
      const registry = yield* NodeRegistry
      const version = (wanted: string) => registry.find("x", wanted)?.description.version
      assert.deepStrictEqual([version("2"), version("7"), version("__proto__")], ["2", "10", "10"])
      assert.isUndefined(registry.find("constructor", "1"))
    }).pipe(Effect.provide(NodeRegistry.layer([described("2"), described("10")])))
  )

  it.effect("lets a later node type replace a built-in one of the same type and version", () =>
    Effect.gen(function* () {
      const registry = yield* NodeRegistry
      assert.strictEqual(registry.types.length, 1)
    }).pipe(Effect.provide(NodeRegistry.layer([described("1"), described("1")])))
  )

  it.effect("closes the scope of an execution before its result is seen, not when the registry closes", () =>
    Effect.gen(function* () {
      const order: Array<string> = []
      const holder = defineNode({
        ...described("1").description,
        config: Schema.Struct({}),
        outputs: () => [],
        run: () =>
          Effect.as(
            Effect.acquireRelease(
              Effect.sync(() => order.push("acquired")),
              () => Effect.sync(() => order.push("released"))
            ),
            { outputs: {} }
          )
      })
      const layer = NodeRegistry.layer([holder])
      yield* Effect.gen(function* () {
        const registry = yield* NodeRegistry
        const bound = Result.getOrThrow(registry.find("x", "1")?.decode({}) ?? Result.fail(new Error("missing")))
        const outcome = bound.run(context)
        assert.isTrue(Effect.isEffect(outcome))
        if (Effect.isEffect(outcome)) yield* Effect.catch(outcome, (failure: NodeFailure) => Effect.die(failure))
        order.push("result")
      }).pipe(Effect.provide(Layer.fresh(layer)))
      assert.deepStrictEqual(order, ["acquired", "released", "result"])
    })
  )
})
