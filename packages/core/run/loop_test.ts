import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { loopEnd, loopStart } from "../node/container_entries.ts"
import { loop } from "../node/loop.ts"
import { graphWorkflow, type TestNode } from "./_test_graph_workflow.ts"
import { parityNode, showNode } from "./_test_nodes.ts"
import { finishes, increment, inside, iterate, list, passed, start } from "./_test_rounds.ts"
import { type EndedRun, runToEnd } from "./_test_run_to_end.ts"

const counter = { label: "v", var_type: "number", value_type: "constant", value: 0 }

const looped = (config: { readonly [name: string]: unknown }): ReadonlyArray<TestNode> => [
  { id: "lp", type: loop, config: { start_node_id: "lps", loop_count: 5, ...config } },
  { id: "lps", type: loopStart, parent: "lp" }
]

const until = (least: string) => [{ variable_selector: ["n", "v"], comparison_operator: "≥", value: least }]

describe("loop", () => {
  const body = (config: { readonly [name: string]: unknown }) =>
    graphWorkflow(
      [start, ...looped({ loop_variables: [counter], ...config }), inside("lp", increment("n", "lp"))],
      [
        ["s", "lp"],
        ["lps", "n"]
      ]
    )
  const end = (run: EndedRun) => run.events.find((event) => event.event === "loop_succeeded")

  it.effect("case 4: a condition that holds before the first round lets no round run", () =>
    Effect.gen(function* () {
      const condition = [{ variable_selector: ["lp", "v"], comparison_operator: "≥", value: "0" }]
      const run = passed(yield* runToEnd(body({ break_conditions: condition })))
      assert.include(end(run), { steps: 0, completed_reason: "loop_break" })
      assert.deepStrictEqual(end(run)?.outputs, {})
      assert.isFalse(run.path.some((event) => event.endsWith(" n")))
    })
  )

  it.effect("case 5: announces only rounds that really run, and says how many there were", () =>
    Effect.gen(function* () {
      const run = passed(yield* runToEnd(body({ loop_count: 3 })))
      assert.strictEqual(run.path.filter((event) => event === "loop_next lp").length, 2)
      assert.include(end(run), { steps: 3, completed_reason: "loop_completed" })
      assert.deepStrictEqual(end(run)?.outputs, { v: 0, loop_round: 3 })
      const ended = passed(yield* runToEnd(body({ break_conditions: until("1") })))
      assert.include(end(ended), { steps: 5, completed_reason: "loop_break" })
      assert.strictEqual(end(ended)?.outputs.loop_round, 1)
    })
  )

  it.effect("case 8: a condition on what is not there passes before the first round and fails after it", () =>
    Effect.gen(function* () {
      const condition = [{ variable_selector: ["nobody", "v"], comparison_operator: "=", value: "1" }]
      const run = yield* runToEnd(body({ break_conditions: condition }))
      assert.deepStrictEqual([run.result.status, run.result.exceptions_count], ["failed", 1])
      assert.strictEqual(run.result.error?.code, "condition_variable_not_found")
      assert.deepStrictEqual(run.path.slice(-3), ["loop_failed lp", "node_failed lp", "run_failed lp"])
    })
  )

  it.effect("cases 6 and 7: a loop-end ends the loop with its round, also from inside an iteration", () =>
    Effect.gen(function* () {
      const plain = graphWorkflow(
        [start, ...looped({}), { id: "x", type: loopEnd, parent: "lp" }],
        [
          ["s", "lp"],
          ["lps", "x"]
        ]
      )
      const run = passed(yield* runToEnd(plain))
      assert.deepStrictEqual(end(run)?.outputs, { loop_round: 1 })
      const nested = graphWorkflow(
        [
          start,
          ...looped({}),
          ...iterate({ output_selector: ["it", "item"] }, "lp"),
          { id: "x", type: loopEnd, parent: "it" }
        ],
        [
          ["s", "lp"],
          ["lps", "it"],
          ["its", "x"]
        ]
      )
      const deep = passed(yield* runToEnd(nested, list(1, 2)))
      assert.deepStrictEqual(end(deep)?.outputs, { loop_round: 1 })
      assert.deepStrictEqual(
        finishes(deep, "x").map((event) => event.frame),
        ["root/lp[0]/it[0]", "root/lp[0]/it[1]"]
      )
    })
  )

  it.effect("case 9: a failed round fails the loop; of its outputs only shown text is kept", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        ...looped({}),
        inside("lp", { id: "a", type: showNode, config: { template: "seen" } }),
        inside("lp", increment("f", "lp", { fails: 9 }))
      ]
      const run = yield* runToEnd(
        graphWorkflow(nodes, [
          ["s", "lp"],
          ["lps", "a"],
          ["a", "f"]
        ])
      )
      assert.deepStrictEqual([run.result.status, run.result.exceptions_count], ["failed", 2])
      assert.deepStrictEqual(run.result.outputs, { answer: "seen" })
    })
  )

  it.effect("nodes of one round do not see those of the round before", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        ...looped({ loop_count: 2, loop_variables: [] }),
        inside("lp", { id: "p", type: parityNode, config: { from: "n" } }),
        inside("lp", increment("n", "p"))
      ]
      const run = passed(
        yield* runToEnd(
          graphWorkflow(nodes, [
            ["s", "lp"],
            ["lps", "p"],
            ["p", "n", "even"]
          ])
        )
      )
      assert.deepStrictEqual(
        finishes(run, "n").map((event) => event.outputs.v),
        [1, 1]
      )
    })
  )

  it.effect("a stop, a time limit and 100,000 empty rounds leave no node without its end", () =>
    Effect.gen(function* () {
      const slow = graphWorkflow(
        [start, ...looped({}), inside("lp", increment("n", "lp", { delay: 1e6 }))],
        [
          ["s", "lp"],
          ["lps", "n"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(slow, {}, { limits: { time: 1000 } }))
      yield* TestClock.adjust(5000)
      const limited = yield* Fiber.join(fiber)
      assert.deepStrictEqual(limited.path.slice(-3), ["node_stopped n", "node_stopped lp", "run_failed"])
      const empty = graphWorkflow(
        [start, { id: "lp", type: loop, config: { start_node_id: "", loop_count: 100_000 } }],
        [["s", "lp"]]
      )
      assert.strictEqual(end(passed(yield* runToEnd(empty)))?.outputs.loop_round, 100_000)
    })
  )
})
