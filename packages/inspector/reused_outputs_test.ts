import { assert, it } from "@effect/vitest"
import { RunStore, WorkflowRunner } from "@flowglass/core"
import { Effect } from "effect"
import { Inspector } from "./inspector.ts"
import { layerMemory } from "./layer_memory.ts"

const node = (id: string, template: string) => ({ id, data: { type: "template-transform", template, variables: [] } })

const text = JSON.stringify({
  app: { mode: "workflow" },
  workflow: {
    graph: {
      nodes: [
        { id: "start", data: { type: "start", variables: [] } },
        node("first", "one"),
        node("second", "two"),
        { id: "end", data: { type: "end", outputs: [{ variable: "text", value_selector: ["second", "output"] }] } }
      ],
      edges: [
        { source: "start", target: "first" },
        { source: "first", target: "second" },
        { source: "second", target: "end" }
      ]
    }
  }
})

it.effect("a snapshot of a replay says which outputs are those of the run that it replays", () =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const inspector = yield* Inspector
    const { run_id } = yield* runner.run({ text })
    const replay = yield* runner.replay(run_id, { from: "second" })
    yield* replay.result
    const reused = (yield* inspector.snapshot(replay.id)).node_outputs.map((one) => [one.node_id, one.reused ?? false])
    assert.deepStrictEqual(reused, [
      ["start", false],
      ["first", true],
      ["second", false],
      ["end", false]
    ])
    const own = (yield* inspector.snapshot(run_id)).node_outputs
    assert.isTrue(own.every((one) => one.reused === undefined))
    assert.isDefined(yield* Effect.flatMap(RunStore, (store) => store.find(replay.id)))
  }).pipe(Effect.provide(layerMemory))
)
