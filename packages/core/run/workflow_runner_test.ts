import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Predicate, Stream } from "effect"
import { answer } from "../node/answer.ts"
import { end } from "../node/end.ts"
import { ifElse } from "../node/if_else.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { variableAggregator } from "../node/variable_aggregator.ts"
import { RunStore } from "../store/run_store.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { RunOptions } from "./run_options.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

const layer = WorkflowRunner.layer.pipe(
  Layer.provide(NodeRegistry.layer([start, end, answer, ifElse, variableAggregator])),
  Layer.provideMerge(engineLayer)
)

interface Data {
  readonly [name: string]: unknown
}

const node = (id: string, type: string, data: Data = {}): Data => ({ id, data: { type, title: id, ...data } })
const edge = (source: string, target: string, sourceHandle = "source"): Data => ({ source, target, sourceHandle })
const begin = node("s", "start", { variables: [{ variable: "name", label: "Name", type: "text-input" }] })
const say = (id: string, text: string): Data => node(id, "answer", { answer: text })
const condition = (value: string): Data => ({ variable_selector: ["s", "name"], comparison_operator: "is", value })
const choose = (id: string, data: Data): Data => node(id, "if-else", data)

const fileOf = (nodes: ReadonlyArray<Data>, edges: ReadonlyArray<Data>): string =>
  JSON.stringify({
    app: { mode: "workflow", name: "test" },
    kind: "app",
    version: "0.6.0",
    workflow: { graph: { nodes, edges } }
  })

/** The code that keeps a file from running, and those of its problems; nothing of it may have run. */
const refusal = (nodes: ReadonlyArray<Data>, edges: ReadonlyArray<Data>, options: RunOptions = {}) =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const store = yield* RunStore
    const error = yield* Effect.flip(runner.run({ text: fileOf(nodes, edges) }, options))
    assert.deepStrictEqual(yield* store.list(), [])
    const problems: unknown = Predicate.hasProperty(error.params, "problems") ? error.params.problems : []
    const codes = Array.isArray(problems)
      ? problems.flatMap((one: unknown) => (Predicate.hasProperty(one, "code") ? [String(one.code)] : []))
      : []
    return { code: error.code, codes, message: error.message }
  }).pipe(Effect.provide(layer))

const seen = (nodes: ReadonlyArray<Data>, edges: ReadonlyArray<Data>, options: RunOptions = {}) =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const workflow = yield* runner.load({ text: fileOf(nodes, edges) })
    const run = yield* runner.start(workflow, options)
    const events = yield* Stream.runCollect(run.events)
    return { warnings: workflow.warnings.map(({ code }) => code), events, result: yield* run.result }
  }).pipe(Effect.provide(layer))

describe("WorkflowRunner refuses, before anything runs,", () => {
  it.effect("weakness 13, case 64: default values on a branch node, which could not select a branch", () =>
    Effect.gen(function* () {
      const branch = choose("i", { error_strategy: "default-value", cases: [{ case_id: "true", conditions: [] }] })
      const { code, message } = yield* refusal([begin, branch, say("a", "x")], [edge("s", "i"), edge("i", "a", "true")])
      assert.strictEqual(code, "default_value_on_branch_node")
      assert.match(message, /^line 1, column \d+: /)
    })
  )

  it.effect("weakness 16, case 66: a cycle, which Dify's engine calls a success that did nothing", () =>
    Effect.gen(function* () {
      const edges = [edge("s", "a"), edge("a", "b"), edge("b", "a")]
      const { code, message } = yield* refusal([begin, say("a", "x"), say("b", "y")], edges)
      assert.strictEqual(code, "graph_cycle")
      assert.include(message, "a -> b -> a")
    })
  )

  it.effect("case 24: an edge to a node that is not there", () =>
    Effect.gen(function* () {
      const { code } = yield* refusal([begin], [edge("s", "gone")])
      assert.strictEqual(code, "graph_edge_unknown_node")
    })
  )

  it.effect("case 25: a graph whose first node is no start", () =>
    Effect.gen(function* () {
      const { code } = yield* refusal([say("a", "x"), say("b", "y")], [edge("a", "b")])
      assert.strictEqual(code, "graph_root_missing")
    })
  )

  it.effect("everything that is wrong at once, each with its code", () =>
    Effect.gen(function* () {
      const nodes = [
        begin,
        node("x", "unheard-of"),
        node("a", "answer"),
        choose("i", { error_strategy: "default-value" })
      ]
      const { code, codes } = yield* refusal(nodes, [edge("s", "a"), edge("a", "gone"), edge("i", "i")])
      assert.strictEqual(code, "dsl_invalid")
      assert.includeMembers(codes, [
        "node_type_unknown",
        "node_config_invalid",
        "default_value_on_branch_node",
        "graph_edge_unknown_node",
        "graph_cycle"
      ])
    })
  )

  it.effect(
    "weakness 16: with `strict`, what is only odd: dangling handles, unreachable nodes, unknown variables",
    () =>
      Effect.gen(function* () {
        const branch = choose("i", { cases: [{ case_id: "true", conditions: [] }] })
        const nodes = [begin, branch, say("a", "{{#s.nmae#}}"), say("lost", "y")]
        const edges = [edge("s", "i"), edge("i", "a", "ture")]
        const odd = ["graph_handle_dangling", "graph_node_unreachable", "graph_reference_unknown"]
        const { codes } = yield* refusal(nodes, edges, { strict: true })
        assert.deepStrictEqual(codes.toSorted(), odd)
        const { warnings, result } = yield* seen(nodes, edges)
        assert.deepStrictEqual(warnings.toSorted(), odd)
        assert.strictEqual(result.status, "succeeded")
      })
  )
})

describe("WorkflowRunner runs", () => {
  it.effect("case 28: a file with notes among its nodes", () =>
    Effect.gen(function* () {
      const note = { id: "n", type: "custom-note", data: { type: "", text: "remember" } }
      const { result, warnings } = yield* seen([begin, note, say("a", "hi")], [edge("s", "a")])
      assert.strictEqual(result.outputs.answer, "hi")
      assert.deepStrictEqual(warnings, [])
    })
  )

  it.effect("weakness 41, case 75: conditions that are empty decide: all of none hold, any of none does not", () =>
    Effect.gen(function* () {
      for (const [logical_operator, said] of [
        ["and", "taken"],
        ["or", "else"]
      ] as const) {
        const branch = choose("i", { cases: [{ case_id: "true", logical_operator, conditions: [] }] })
        const edges = [edge("s", "i"), edge("i", "a", "true"), edge("i", "b", "false")]
        const { result } = yield* seen([begin, branch, say("a", "taken"), say("b", "else")], edges)
        assert.deepStrictEqual(result.outputs, { answer: said, files: [] })
      }
    })
  )

  it.effect("weakness 41, case 75: a chosen handle without an edge ends well, and its node says which it was", () =>
    Effect.gen(function* () {
      const cases = [{ case_id: "ada", logical_operator: "and", conditions: [condition("Ada")] }]
      const edges = [edge("s", "i"), edge("i", "a", "ada")]
      const { result, events } = yield* seen([begin, choose("i", { cases }), say("a", "x")], edges, {
        inputs: { name: "Bob" }
      })
      assert.strictEqual(result.status, "succeeded")
      assert.deepStrictEqual(result.outputs, {})
      const chosen = events.find((event) => event.event === "node_succeeded" && event.node_id === "i")
      assert.deepStrictEqual(chosen?.event === "node_succeeded" ? chosen.outputs : {}, {
        result: false,
        selected_case_id: "false"
      })
      assert.deepStrictEqual(
        events.flatMap((event) => (event.event === "edge_skipped" ? [event.target_node_id] : [])),
        ["a"]
      )
    })
  )

  it.effect("case 75: an end that shows what no node has given", () =>
    Effect.gen(function* () {
      const branch = choose("i", { cases: [{ case_id: "true", logical_operator: "or", conditions: [] }] })
      const join = node("j", "variable-aggregator", { output_type: "string", variables: [["a", "answer"]] })
      const outputs = [{ variable: "o", value_selector: ["j", "output"] }]
      const nodes = [begin, branch, say("a", "x"), join, node("e", "end", { outputs })]
      const edges = [edge("s", "i"), edge("i", "a", "true"), edge("i", "j", "false"), edge("a", "j"), edge("j", "e")]
      const { result } = yield* seen(nodes, edges)
      assert.deepStrictEqual(result.outputs, { o: null })
    })
  )

  it.effect("case 67: three ways that join again, out of a file", () =>
    Effect.gen(function* () {
      const one = (value: string) => ({ case_id: value, logical_operator: "and", conditions: [condition(value)] })
      const nodes = [
        begin,
        choose("i", { cases: [one("x"), one("y")] }),
        say("a", "a"),
        say("b", "b"),
        say("f", "f"),
        say("j", "j")
      ]
      const edges = [
        edge("s", "i"),
        edge("i", "a", "x"),
        edge("i", "b", "y"),
        edge("i", "f", "false"),
        edge("a", "j"),
        edge("b", "j"),
        edge("f", "j")
      ]
      for (const [name, said] of [
        ["x", "aj"],
        ["y", "bj"],
        ["z", "fj"]
      ] as const) {
        const { result } = yield* seen(nodes, edges, { inputs: { name } })
        assert.strictEqual(result.outputs.answer, said)
      }
    })
  )
})
