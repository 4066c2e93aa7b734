/** Rounds and attempts that a file asks for without end, and values that grow with each: the run ends by its limits. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { answer } from "../node/answer.ts"
import { assignerV2 } from "../node/assigner_v2.ts"
import { builtinNodes } from "../node/builtin.ts"
import { loopStart } from "../node/container_entries.ts"
import { loop } from "../node/loop.ts"
import { variableAggregator } from "../node/variable_aggregator.ts"
import { plainJson } from "../value/plain_json.ts"
import { graphWorkflow, type TestNode } from "./_test_graph_workflow.ts"
import { hostNode } from "./_test_host_node.ts"
import { boom, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"

const start: TestNode = { id: "s", type: startNode }

const looped = (variable: object, inside: ReadonlyArray<TestNode>) =>
  graphWorkflow(
    [
      start,
      {
        id: "lp",
        type: loop,
        config: {
          start_node_id: "lps",
          loop_count: 1e9,
          loop_variables: [{ label: "v", value_type: "constant", ...variable }]
        }
      },
      { id: "lps", type: loopStart, parent: "lp" },
      ...inside.map((node) => ({ ...node, parent: "lp" }))
    ],
    [
      ["s", "lp"],
      ["lps", inside[0]?.id ?? ""],
      ...inside.slice(1).map((node, index) => [inside[index]?.id ?? "", node.id] as const)
    ]
  )

const assign = (operation: string, value: ReadonlyArray<string>): TestNode => ({
  id: "as",
  type: assignerV2,
  config: { items: [{ variable_selector: ["lp", "v"], input_type: "variable", operation, value }] }
})

const wrapped: TestNode = {
  id: "ag",
  type: variableAggregator,
  config: {
    advanced_settings: {
      group_enabled: true,
      groups: [{ group_name: "g", output_type: "object", variables: [["lp", "v"]] }]
    }
  }
}

const twice: TestNode = { id: "an", type: answer, config: { answer: "{{#lp.v#}}{{#lp.v#}}" } }

describe("a value that grows with every round", () => {
  it("is looked at as in a run of a file, where results of built-in nodes are not copied", () => {
    for (const type of [loop, answer, assignerV2, variableAggregator]) assert.include(builtinNodes, type)
  })

  it.effect("by a level ends the run with value_nested_too_deep, and can be shown up to there", () =>
    Effect.gen(function* () {
      const workflow = looped({ var_type: "object", value: "{}" }, [wrapped, assign("over-write", ["ag", "g"])])
      const { result, events } = yield* runToEnd(workflow)
      assert.strictEqual(result.error?.code, "value_nested_too_deep")
      assert.include(result.error?.message, "Node ag gave a value nested more than 100 levels deep")
      for (const event of events) assert.isString(plainJson(event))
    })
  )

  it.effect.each([
    ["a text that doubles", [twice, assign("over-write", ["an", "answer"])], { var_type: "string", value: "ab" }, "an"],
    ["a list that doubles", [assign("extend", ["lp", "v"])], { var_type: "array[string]", value: '["a"]' }, "as"]
  ] as const)("%s ends the run with value_too_large, long before the memory is full", ([, inside, variable, node]) =>
    Effect.gen(function* () {
      const { result } = yield* runToEnd(looped(variable, inside), {}, { limits: { outputSize: 100_000 } })
      assert.strictEqual(result.error?.code, "value_too_large")
      assert.include(result.error?.message, `Node ${node} gave more than 100000 characters`)
    })
  )

  it.effect("an answer that is added to in every round ends the run before it is longer than any text", () =>
    Effect.gen(function* () {
      const say: TestNode = { id: "an", type: answer, config: { answer: "x".repeat(10_000) } }
      const workflow = looped({ var_type: "string", value: "" }, [say])
      const { result } = yield* runToEnd(workflow, {}, { limits: { runSize: 1_000_000 } })
      assert.strictEqual(result.error?.code, "run_size_limit_exceeded")
      assert.include(result.error?.message, "more than 1000000 characters")
      assert.isBelow(String(result.outputs.answer).length, 1_020_000)
    })
  )
})

describe("what a file asks for a billion times is bounded by the size of the run", () => {
  it.effect("rounds with nothing in them", () =>
    Effect.gen(function* () {
      const empty = { id: "lp", type: loop, config: { start_node_id: "", loop_count: 1e9 } }
      const { result, facts } = yield* runToEnd(
        graphWorkflow([start, empty], [["s", "lp"]]),
        {},
        { limits: { runSize: 1e6 } }
      )
      assert.strictEqual(result.error?.code, "run_size_limit_exceeded")
      assert.isBelow(facts.length, 2000)
    })
  )

  it.effect("attempts of a node that fails at once", () =>
    Effect.gen(function* () {
      const failing = hostNode(() => boom(), { retries: true })
      const node: TestNode = { id: "x", type: failing, policy: { maximumRetries: 1e9, retryInterval: 0 } }
      const { result, facts, path } = yield* runToEnd(
        graphWorkflow([start, node], [["s", "x"]]),
        {},
        { limits: { runSize: 1e5 } }
      )
      assert.strictEqual(result.error?.code, "run_size_limit_exceeded")
      assert.isBelow(facts.length, 500)
      assert.deepStrictEqual(path.slice(-2), ["node_stopped x", "run_failed"])
    })
  )
})
