import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { RunEngine } from "../run/run_engine.ts"
import { WorkflowRunner } from "../run/workflow_runner.ts"
import { CodeRunner } from "../sandbox/code_runner.ts"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { answer } from "./answer.ts"
import { code } from "./code.ts"
import { NodeRegistry } from "./node_registry.ts"
import { start } from "./start.ts"

const layer = WorkflowRunner.layer.pipe(
  Layer.provideMerge(RunEngine.layer),
  Layer.provide(layerMemoryRunStore()),
  Layer.provide(NodeRegistry.layer([start, answer, code])),
  Layer.provide(CodeRunner.layer)
)

/** start leads to code that never ends, and to code that ends at once and is answered with. */
const file = JSON.stringify({
  app: { mode: "workflow", name: "test" },
  kind: "app",
  version: "0.6.0",
  workflow: {
    graph: {
      nodes: [
        { id: "s", data: { type: "start", title: "s", variables: [] } },
        ...[
          ["endless", "function main() { for (;;); }"],
          ["quick", "function main() { return { v: 'done' } }"]
        ].map(([id, text]) => ({
          id,
          data: {
            type: "code",
            title: id,
            code_language: "javascript",
            code: text,
            variables: [],
            outputs: { v: { type: "string" } }
          }
        })),
        { id: "a", data: { type: "answer", title: "a", answer: "{{#quick.v#}}" } }
      ],
      edges: [
        { source: "s", target: "endless" },
        { source: "s", target: "quick" },
        { source: "quick", target: "a" }
      ]
    }
  }
})

describe("code that never ends", () => {
  it.live("weakness 6: holds up no neighbour, and is stopped with its run", () =>
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const run = yield* runner.start({ text: file })
      const said = yield* run.events.pipe(
        Stream.filter((event) => event.event === "node_succeeded" && event.node_id === "a"),
        Stream.take(1),
        Stream.runCollect
      )
      assert.strictEqual(said.length, 1)
      const from = performance.now()
      yield* run.stop()
      const result = yield* run.result
      assert.isBelow(performance.now() - from, 1900)
      assert.strictEqual(result.status, "stopped")
      const events = yield* Stream.runCollect(run.events)
      assert.deepStrictEqual(
        events.slice(-2).map(({ event }) => event),
        ["node_stopped", "run_stopped"]
      )
    }).pipe(Effect.provide(layer))
  )

  it.live("weakness 6: its own time limit kills it, while the engine goes on answering", () =>
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const run = yield* Effect.forkChild(runner.run({ text: file }, { limits: { codeTimeout: 300 } }))
      let turns = 0
      while (run.pollUnsafe() === undefined) {
        yield* Effect.sleep(5)
        turns++
      }
      const result = yield* Fiber.join(run)
      assert.strictEqual(result.error?.code, "code_time_limit_exceeded")
      assert.isAbove(turns, 5)
    }).pipe(Effect.provide(layer))
  )
})
