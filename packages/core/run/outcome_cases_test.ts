/** Outcomes that Dify's own engine has, case by case as the specification numbers them, where no other test names them. */
import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { NodeDefect } from "../error/run_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import { answer } from "../node/answer.ts"
import { iterationStart } from "../node/container_entries.ts"
import { defineNode } from "../node/define_node.ts"
import { end } from "../node/end.ts"
import { ifElse } from "../node/if_else.ts"
import { iteration } from "../node/iteration.ts"
import { llm } from "../node/llm.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { FileValue } from "../value/file_value.ts"
import type { Value } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { mergeOutputs } from "./merge_outputs.ts"
import type { RunOptions } from "./run_options.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

interface Data {
  readonly [name: string]: unknown
}

/** Gives what a test says it gives. */
const given = defineNode({
  type: "given",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({ values: Schema.Record(Schema.String, Schema.Unknown) }),
  outputs: () => [{ name: "v", type: null, required: false }],
  errors: [NodeDefect],
  example: { config: {}, outputs: {} },
  run: ({ values }) => ({ outputs: JSON.parse(JSON.stringify(values)) })
})

const models = LanguageModels.layerScripted([{ text: "Hello there" }])
const layer = WorkflowRunner.layer.pipe(
  Layer.provide(
    NodeRegistry.layer([start, end, answer, ifElse, llm, iteration, iterationStart, given]).pipe(Layer.provide(models))
  ),
  Layer.provideMerge(engineLayer)
)

type Edge = readonly [source: string, target: string, handle?: string]

const ran = (
  mode: string,
  nodes: Readonly<Record<string, Data>>,
  edges: ReadonlyArray<Edge>,
  options: RunOptions = {}
) =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const graph = {
      nodes: Object.entries(nodes).map(([id, data]) => ({ id, data: { title: id, ...data } })),
      edges: edges.map(([source, target, sourceHandle = "source"]) => ({ source, target, sourceHandle }))
    }
    const text = JSON.stringify({ app: { mode, name: "case" }, workflow: { graph } })
    const { status, outputs, error } = yield* runner.run({ text }, options)
    return { status, outputs: { ...outputs }, error }
  }).pipe(Effect.provide(layer))

const begin = (...names: ReadonlyArray<string>): Data => ({
  type: "start",
  variables: names.map((variable) => ({ variable, label: variable, type: "paragraph" }))
})
const show = (template: string): Data => ({ type: "answer", answer: template })
const finish = (outputs: Readonly<Record<string, ReadonlyArray<string>>>): Data => ({
  type: "end",
  outputs: Object.entries(outputs).map(([variable, value_selector]) => ({ variable, value_selector }))
})

describe("engine paths", () => {
  it.effect("case 1: a start and an answer", () =>
    Effect.gen(function* () {
      const nodes = { start: begin("name"), answer: show("Hello {{#start.name#}}") }
      const run = yield* ran("advanced-chat", nodes, [["start", "answer"]], { query: "", inputs: { name: "Graphon" } })
      expect(run).toEqual({ status: "succeeded", error: null, outputs: { answer: "Hello Graphon", files: [] } })
    })
  )

  it.effect("case 12: a model between a start and an end", () =>
    Effect.gen(function* () {
      const model = { provider: "p", name: "m", mode: "chat", completion_params: {} }
      const nodes = {
        start: begin("query"),
        llm: { type: "llm", model, prompt_template: [{ role: "user", text: "Reply to {{#start.query#}}" }] },
        end: finish({ text: ["llm", "text"] })
      }
      const edges: ReadonlyArray<Edge> = [
        ["start", "llm"],
        ["llm", "end"]
      ]
      const run = yield* ran("workflow", nodes, edges, { inputs: { query: "hi" } })
      expect(run).toMatchObject({ status: "succeeded", outputs: { text: "Hello there" } })
    })
  )

  it.effect("case 71: answers inside an iteration are part of the run's answer, its list of the end", () =>
    Effect.gen(function* () {
      const nodes = {
        start: begin(),
        list: { type: "given", values: { v: ["p", "q", "r"] } },
        it: {
          type: "iteration",
          start_node_id: "its",
          iterator_selector: ["list", "v"],
          output_selector: ["say", "answer"]
        },
        its: { type: "iteration-start", iteration_id: "it" },
        say: { ...show("<{{#it.item#}}>"), iteration_id: "it" },
        end: finish({ o: ["it", "output"] })
      }
      const edges: ReadonlyArray<Edge> = [
        ["start", "list"],
        ["list", "it"],
        ["its", "say"],
        ["it", "end"]
      ]
      const { outputs } = yield* ran("workflow", nodes, edges)
      // Dify keeps the last answer alone; the decisions say that they are appended.
      expect(outputs).toMatchObject({ answer: "<p><q><r>", o: ["<p>", "<q>", "<r>"] })
    })
  )

  it.effect("case 72, weakness 4: a node that waits for its retry holds nobody up", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          { id: "s", type: startNode },
          {
            id: "c",
            type: incrementNode,
            config: { from: "s", fails: 1, delay: 0 },
            policy: { maximumRetries: 1, retryInterval: 1000 }
          },
          { id: "f", type: incrementNode, config: { from: "s", delay: 100 } }
        ],
        [
          ["s", "c"],
          ["s", "f"]
        ]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(5000)
      const { path } = yield* Fiber.join(fiber)
      assert.isBelow(path.indexOf("node_succeeded f"), path.indexOf("node_succeeded c"))
      assert.isBelow(path.indexOf("node_retry c"), path.indexOf("node_succeeded f"))
    })
  )
})

describe("values", () => {
  const pool = new VariablePool()
  const file = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/a.png" })
  const nested: Value = { a: { b: null, c: "", zero: 0 } }
  pool.setScope("n", { o: nested, none: null, list: [{ a: 1 }], file })
  pool.setScope("start", { name: "Joe" })

  it("case 49: members of objects, null and empty ones too; lists have none", () => {
    assert.isNull(pool.get(["n", "o", "a", "b"]))
    assert.strictEqual(pool.get(["n", "o", "a", "c"]), "")
    assert.strictEqual(pool.get(["n", "o", "a", "zero"]), 0)
    assert.isUndefined(pool.get(["n", "o", "a", "gone"]))
    assert.isUndefined(pool.get(["n", "list", "0"]))
    assert.isUndefined(pool.get(["n", "none", "a"]))
    assert.isUndefined(pool.get(["n"]))
    assert.strictEqual(pool.get(["n", "file", "type"]), "image")
  })

  it("cases 50 and 51: what is no whole reference is text, also when it looks like one", () => {
    assert.deepStrictEqual(pool.resolve("The start.name is {{#start.name#}}"), ["The start.name is ", "Joe"])
    for (const text of ["{{#sys#}}", "{{#start.name#", "{#start.name#}", "{{#start.#}}", "start.name"]) {
      assert.strictEqual(pool.text(text), text)
    }
  })

  it("case 53: answers are appended, other outputs overwritten", () => {
    const outputs: Record<string, Value> = { answer: "Hello", status: "old" }
    mergeOutputs(outputs, { answer: " World", status: "new" })
    assert.deepStrictEqual(outputs, { answer: "Hello World", status: "new" })
  })

  it.effect("case 18 of Dify: an answer shows an object as indented JSON, and leaves {{name}} alone", () =>
    Effect.gen(function* () {
      const nodes = {
        start: begin(),
        g: { type: "given", values: { v: { city: "Rome" } } },
        answer: show("{{#g.v#}} {{img}}")
      }
      const edges: ReadonlyArray<Edge> = [
        ["start", "g"],
        ["g", "answer"]
      ]
      const { outputs } = yield* ran("advanced-chat", nodes, edges, { query: "" })
      assert.strictEqual(outputs.answer, '{\n  "city": "Rome"\n} {{img}}')
    })
  )
})

describe("branches", () => {
  const is = (value: string, selector: ReadonlyArray<string> = ["start", "v"]): Data => ({
    variable_selector: selector,
    comparison_operator: "is",
    value
  })
  const edges: ReadonlyArray<Edge> = [
    ["start", "if"],
    ["if", "yes", "true"],
    ["if", "second", "second"],
    ["if", "no", "false"]
  ]
  const taken = (data: Data, v = "a") =>
    Effect.map(
      ran(
        "advanced-chat",
        {
          start: begin("v"),
          if: { type: "if-else", ...data },
          yes: show("yes"),
          second: show("second"),
          no: show("no")
        },
        edges,
        { query: "", inputs: { v } }
      ),
      ({ outputs, error }) => outputs.answer ?? error?.code
    )

  it.effect("case 54: the old form, cases in their order, none matching, and cases over the old form", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* taken({ conditions: [is("a")] }), "yes")
      assert.strictEqual(yield* taken({ conditions: [is("b")] }), "no")
      const three = [
        { case_id: "true", logical_operator: "and", conditions: [is("b")] },
        { case_id: "second", logical_operator: "and", conditions: [is("a")] },
        // Never looked at, so what is missing does no harm.
        { case_id: "third", logical_operator: "and", conditions: [is("x", ["nobody", "v"])] }
      ]
      assert.strictEqual(yield* taken({ cases: three }), "second")
      assert.strictEqual(yield* taken({ cases: three, conditions: [is("a")] }), "second")
      assert.strictEqual(yield* taken({ cases: [], conditions: [is("a")] }), "no")
    })
  )

  it.effect("hostile: a variable that is not there ends the run with a code, whatever the operator", () =>
    Effect.gen(function* () {
      for (const comparison_operator of ["is", "empty", "null", "exists", "not exists"]) {
        const conditions = [{ variable_selector: ["nobody", "v"], comparison_operator, value: "" }]
        assert.strictEqual(yield* taken({ conditions }), "condition_variable_not_found")
      }
    })
  )
})
