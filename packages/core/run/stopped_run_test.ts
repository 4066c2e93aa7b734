import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { defineNode } from "../node/define_node.ts"
import { increment, start, values } from "./_test_chain.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { showNode, speakNode } from "./_test_nodes.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"

describe("a run that is stopped", () => {
  it.live("weakness 3: ends in the midst of a stream that never pauses", () =>
    Effect.gen(function* () {
      let words = 0
      const chatter = defineNode({
        ...speakNode.description,
        type: "chatter",
        config: Schema.Struct({}),
        outputs: () => [{ name: "text", type: "string", required: true }],
        run: (_config, context) =>
          Effect.forever(
            Effect.andThen(
              Effect.sync(() => context.signal({ kind: "chunk", output: "text", text: `${words++} ` })),
              Effect.yieldNow
            )
          )
      })
      const nodes = [
        start,
        { id: "m", type: chatter },
        { id: "a", type: showNode, config: { template: "{{#m.text#}}" } }
      ]
      const engine = yield* RunEngine
      const workflow = graphWorkflow(nodes, [
        ["s", "m"],
        ["m", "a"]
      ])
      const run = yield* engine.start(workflow, values, {})
      const seen = yield* run.events.pipe(
        Stream.filter((event) => event.event === "chunk"),
        Stream.take(100),
        Stream.runCollect
      )
      assert.strictEqual(seen.length, 100)
      yield* run.stop("enough")
      const before = words
      const result = yield* run.result
      assert.strictEqual(result.status, "stopped")
      assert.deepStrictEqual(result.error, { code: "run_stopped", type: "", message: "enough" })
      yield* Effect.sleep(20)
      assert.isAtMost(words - before, 1)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("case 68: gives the node at work a finish (Dify's engine does not)", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const run = yield* engine.start(graphWorkflow([start, increment("c", "s", 1e6)], [["s", "c"]]), values, {})
      yield* run.stop("stop it")
      const events = yield* Stream.runCollect(run.events)
      assert.deepStrictEqual(
        events.map(({ event }) => event),
        ["run_started", "node_started", "edge_taken", "node_succeeded", "node_started", "node_stopped", "run_stopped"]
      )
      assert.strictEqual((yield* run.result).error?.message, "stop it")
    }).pipe(Effect.provide(engineLayer))
  )

  it.live("leaves no timer behind that would keep the process alive", () =>
    Effect.gen(function* () {
      const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length
      const before = timers()
      const engine = yield* RunEngine
      const run = yield* engine.start(graphWorkflow([start, increment("c", "s", 1e6)], [["s", "c"]]), values, {})
      yield* run.stop()
      yield* run.result
      yield* Effect.yieldNow
      assert.strictEqual(timers(), before)
    }).pipe(Effect.provide(engineLayer))
  )
})
