import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { iterationStart } from "../node/container_entries.ts"
import { defineNode } from "../node/define_node.ts"
import { iteration } from "../node/iteration.ts"
import { RunStore } from "../store/run_store.ts"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, startNode } from "./_test_nodes.ts"
import { factsOf } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { ReplayOptions } from "./replay_options.ts"
import { reusedFrom, workflowOf } from "./replayed_workflow.ts"
import { RunEngine } from "./run_engine.ts"

/** A node that notes where it worked, and never gives the same twice. */
const counting = (done: Array<string>) =>
  defineNode({
    type: "counting",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [],
    external: true,
    example: { config: {}, outputs: { v: 1 } },
    run: (_config, { execution }) => ({ outputs: { v: done.push(execution) } })
  })

/** Start, a, an iteration with two nodes in each round, b, a branch, c or d. */
const story = () => {
  const done: Array<string> = []
  const type = counting(done)
  const workflow = graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "a", type },
      {
        id: "it",
        type: iteration,
        config: { start_node_id: "its", iterator_selector: ["s", "v"], output_selector: ["in2", "v"] }
      },
      { id: "its", type: iterationStart, parent: "it" },
      { id: "in1", type, parent: "it" },
      { id: "in2", type, parent: "it" },
      { id: "b", type },
      { id: "way", type: parityNode, config: { from: "b" } },
      { id: "odd", type: incrementNode, config: { from: "a" } },
      { id: "even", type: incrementNode, config: { from: "b" } }
    ],
    [
      ["s", "a"],
      ["a", "it"],
      ["its", "in1"],
      ["in1", "in2"],
      ["it", "b"],
      ["b", "way"],
      ["way", "odd", "odd"],
      ["way", "even", "even"]
    ]
  )
  const values = { inputs: { v: [7, 8] }, files: [], environment: {}, conversation: {}, mocks: {} }
  const first = Effect.gen(function* () {
    const run = yield* (yield* RunEngine).start(workflow, values, { tenantId: "t", appId: "a" })
    yield* run.result
    return run
  })
  const replay = (runId: string, options: ReplayOptions) =>
    Effect.gen(function* () {
      done.length = 0
      const run = yield* (yield* RunEngine).replay(runId, options, () => Effect.succeed(workflow))
      return { run, result: yield* run.result, done: [...done] }
    })
  return { workflow, done, first, replay }
}

const inner = ["root/it[0]/in1", "root/it[0]/in2", "root/it[1]/in1", "root/it[1]/in2"]

describe("a replay", () => {
  it.effect("runs a node and what comes after it, and gives what all others gave then", () => {
    const { first, replay } = story()
    return Effect.gen(function* () {
      const { id } = yield* first
      for (const [from, expected] of [
        ["b", ["root/b"]],
        ["in2", ["root/it[0]/in2", "root/it[1]/in2", "root/b"]],
        ["it", [...inner, "root/b"]],
        ["even", []],
        [undefined, ["root/a", ...inner, "root/b"]]
      ] as const) {
        const { run, result, done } = yield* replay(id, from === undefined ? {} : { from })
        assert.strictEqual(result.status, "succeeded")
        assert.deepStrictEqual(done, [...expected], `from ${from}`)
        assert.notStrictEqual(run.id, id)
      }
    }).pipe(Effect.provide(engineLayer))
  })

  it.effect("says where it came from, and which outputs are not its own", () => {
    const { first, replay, workflow } = story()
    return Effect.gen(function* () {
      const { id } = yield* first
      const { run } = yield* replay(id, { from: "b" })
      const facts = yield* factsOf(run)
      const [accepted] = facts
      assert.deepStrictEqual(accepted?.kind === "run_accepted" ? accepted.parent : undefined, { runId: id, node: "b" })
      const reused = facts.flatMap((fact) =>
        fact.kind === "node_finished" && fact.metadata[reusedFrom] === id
          ? [workflow.compiled.nodes[fact.node]?.id]
          : []
      )
      assert.deepStrictEqual([...new Set(reused)].toSorted(), ["a", "in1", "in2", "its"])
    }).pipe(Effect.provide(engineLayer))
  })

  it.effect("takes inputs that differ; those that are not given stay", () => {
    const { first, replay } = story()
    return Effect.gen(function* () {
      const store = yield* RunStore
      const { id } = yield* first
      const { run } = yield* replay(id, { from: "b", inputs: {} })
      assert.deepStrictEqual((yield* store.find(run.id))?.accepted.inputs, { v: [7, 8] })
    }).pipe(Effect.provide(engineLayer))
  })

  it.effect("runs nothing again that it reuses, wherever a process leaves it", () => {
    const { first, replay, workflow, done } = story()
    return Effect.gen(function* () {
      const store = yield* RunStore
      const { id } = yield* first
      const { run } = yield* replay(id, { from: "b" })
      const facts = yield* factsOf(run)
      const [accepted] = facts
      if (accepted?.kind !== "run_accepted") return assert.fail("a run starts with its acceptance")
      for (let length = 1; length <= facts.length; length++) {
        done.length = 0
        const whole = yield* workflowOf(store, workflow, accepted)
        const { run: again } = yield* continuedRun(whole, facts.slice(0, length))
        assert.strictEqual((yield* again.result).status, "succeeded")
        assert.include([[], ["root/b"]].map(String), String(done))
      }
      const gone = { ...accepted, parent: { runId: "gone", node: "b" } }
      assert.strictEqual((yield* Effect.flip(workflowOf(store, workflow, gone))).code, "workflow_run_not_found")
    }).pipe(Effect.provide(engineLayer))
  })

  it.effect("hostile: a node that is not there, and a run that is not there, are told by their codes", () => {
    const { first, replay } = story()
    return Effect.gen(function* () {
      const { id } = yield* first
      for (const from of ["", "__proto__", "constructor", "x".repeat(1e6)])
        assert.strictEqual((yield* Effect.flip(replay(id, { from }))).code, "node_not_in_replayed_run")
      assert.strictEqual((yield* Effect.flip(replay("missing", {}))).code, "workflow_run_not_found")
    }).pipe(Effect.provide(engineLayer))
  })
})
