import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../node/define_node.ts"
import { RunStore } from "../store/run_store.ts"
import { atMost, increment, start, values } from "./_test_chain.ts"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { boom, incrementNode } from "./_test_nodes.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { Fact } from "./fact.ts"
import { RunEngine } from "./run_engine.ts"

describe("a node that waits for its retry", () => {
  let working = 0
  let most = 0
  /** Fails so many attempts after working for a second, and counts how many of its kind work at once. */
  const busyNode = defineNode({
    ...incrementNode.description,
    type: "busy",
    config: Schema.Struct({ fails: Schema.Number }),
    outputs: () => [],
    run: ({ fails }, { attempt }) =>
      Effect.suspend(() => {
        most = Math.max(most, ++working)
        return Effect.sleep(1000).pipe(
          Effect.andThen(
            Effect.suspend(() => (attempt < fails ? Effect.fail(boom()) : Effect.succeed({ outputs: {} })))
          ),
          Effect.ensuring(Effect.sync(() => working--))
        )
      })
  })
  const busy = (id: string, fails: number, retryInterval: number): TestNode => ({
    id,
    type: busyNode,
    config: { fails },
    policy: { maximumRetries: 3, retryInterval }
  })
  const workflow = graphWorkflow(
    [start, busy("a", 1, 10_000), busy("b", 0, 0), busy("c", 0, 0), busy("d", 0, 0)],
    [
      ["s", "a"],
      ["s", "b"],
      ["b", "c"],
      ["c", "d"]
    ]
  )
  const told = (facts: ReadonlyArray<Fact>): ReadonlyArray<string> =>
    facts.flatMap((fact) => ("attempt" in fact ? [`${fact.kind} ${"sabcd"[fact.node]} ${fact.attempt}`] : []))

  it.effect("leaves its place to others, even if only one may work at a time", () =>
    Effect.gen(function* () {
      most = 0
      const first = yield* atMost(workflow, { limits: { concurrency: 1 } })
      assert.strictEqual(first.result.status, "succeeded")
      // 1 s of a, then b, c and d in its interval of 10 s, then a again.
      assert.strictEqual(first.result.elapsed_ms, 12_000)
      assert.strictEqual(most, 1)
      assert.deepStrictEqual(told(first.facts).slice(2), [
        "node_started a 0",
        "node_retried a 0",
        ...["b", "c", "d"].flatMap((id) => [`node_started ${id} 0`, `node_finished ${id} 0`]),
        "node_started a 1",
        "node_finished a 1"
      ])
      const second = yield* atMost(workflow, { limits: { concurrency: 1 } })
      assert.deepStrictEqual(told(second.facts), told(first.facts))
      assert.deepStrictEqual(second.path, first.path)
    })
  )

  it.effect("waits for a place once its interval is over, before nodes that have not begun", () =>
    Effect.gen(function* () {
      most = 0
      const nodes = [start, busy("a", 2, 500), busy("b", 1, 500), busy("c", 1, 0), busy("d", 0, 0)]
      const crowded = graphWorkflow(
        nodes,
        nodes.slice(1).map(({ id }): TestEdge => ["s", id])
      )
      const { facts, result } = yield* atMost(crowded, { limits: { concurrency: 1 } })
      assert.strictEqual(result.elapsed_ms, 8000)
      assert.strictEqual(most, 1)
      assert.deepStrictEqual(
        told(facts).filter((fact) => !fact.startsWith("node_started")),
        [
          ...["finished s 0", "retried a 0", "retried b 0", "retried a 1", "finished b 1"],
          ...["finished a 2", "retried c 0", "finished d 0", "finished c 1"]
        ].map((end) => `node_${end}`)
      )
    })
  )

  it.effect("does not crowd a run that is taken over: no more work at once than its limit says", () =>
    Effect.gen(function* () {
      const nodes = [start, ...["a", "b", "c", "d"].map((id) => busy(id, 1, 60_000))]
      const edges = nodes.slice(1).map(({ id }): TestEdge => ["s", id])
      const waiting = graphWorkflow(nodes, edges)
      const engine = yield* RunEngine
      const run = yield* engine.start(waiting, values, { limits: { concurrency: 1 } })
      yield* TestClock.adjust(10_000)
      const facts = [...((yield* Effect.flatMap(RunStore, (store) => store.find(run.id)))?.facts() ?? [])]
      yield* run.stop()
      assert.strictEqual(facts.filter((fact) => fact.kind === "node_retried").length, 4)
      most = 0
      const { run: again } = yield* continuedRun(waiting, facts)
      yield* TestClock.adjust(10_000)
      assert.strictEqual((yield* again.result).status, "succeeded")
      assert.strictEqual(most, 1)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("is gone at once when its run is stopped, and so is its timer", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const node = { ...increment("a", "s"), config: { from: "s", fails: 9 } }
      const policy = { maximumRetries: 9, retryInterval: 60_000 }
      const run = yield* engine.start(graphWorkflow([start, { ...node, policy }], [["s", "a"]]), values, {})
      yield* Effect.yieldNow
      yield* run.stop()
      assert.strictEqual((yield* run.result).status, "stopped")
      const store = yield* RunStore
      const count = (yield* store.find(run.id))?.facts().length
      yield* TestClock.adjust(1e6)
      assert.strictEqual((yield* store.find(run.id))?.facts().length, count)
    }).pipe(Effect.provide(engineLayer))
  )
})
