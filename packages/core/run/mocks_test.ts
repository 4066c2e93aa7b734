import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { answer } from "../node/answer.ts"
import { builtinNodes } from "../node/builtin.ts"
import { ifElse } from "../node/if_else.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { hostNode } from "./_test_host_node.ts"
import { startNode } from "./_test_nodes.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { readMocks } from "./read_mocks.ts"
import type { RunOptions } from "./run_options.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

const ran: Array<string> = []

const outside = (type: string, more: Parameters<typeof hostNode>[1] = {}) =>
  hostNode(
    (context) => {
      ran.push(context.nodeId)
      return { outputs: { r: "really" } }
    },
    { type, external: true, ...more }
  )

const unprepared = outside("acme/unprepared")
const prepared = outside("acme/prepared", { mockDefault: { r: "mocked" } })
const picky = outside("acme/picky", {
  mock: (_config, given) => {
    if (given.mood === "bad") throw new Error("not in this mood")
    return { outputs: { r: `mood ${String(given.mood)}` } }
  }
})

const layer = WorkflowRunner.layer.pipe(
  Layer.provide(NodeRegistry.layer([start, answer, ifElse, unprepared, prepared, picky])),
  Layer.provideMerge(engineLayer)
)

const condition = { variable_selector: ["s", "v"], comparison_operator: "is", value: "1" }
const text = JSON.stringify({
  app: { mode: "workflow" },
  workflow: {
    graph: {
      nodes: [
        { id: "s", data: { type: "start", variables: [] } },
        {
          id: "c",
          data: { type: "if-else", cases: [{ case_id: "warm", logical_operator: "and", conditions: [condition] }] }
        },
        { id: "p", data: { type: "acme/prepared" } },
        { id: "m", data: { type: "acme/picky" } },
        { id: "a", data: { type: "answer", answer: "{{#p.r#}} {{#m.r#}}" } }
      ],
      edges: [
        { source: "s", target: "c" },
        { source: "c", target: "p", sourceHandle: "warm" },
        { source: "c", target: "p", sourceHandle: "false" },
        { source: "p", target: "m" },
        { source: "m", target: "a" }
      ]
    }
  }
})

const run = (options: RunOptions) =>
  Effect.gen(function* () {
    ran.length = 0
    return yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }, options))
  }).pipe(Effect.provide(layer))

const refused = (mocks: object) => Effect.flip(run({ mocks: Object.fromEntries(Object.entries(mocks)) }))

describe("a mock that its node cannot give is refused before the run, with the node and the reason", () => {
  it.effect.each<readonly [object, string, string]>([
    [{ "node:p": "hi" }, "node:p", "must be an object of outputs"],
    [{ "node:p": ["hi"] }, "node:p", "must be an object of outputs"],
    [{ "node:p": { r: new Date(0) } }, "node:p", ".r is an instance of Date"],
    [{ "node:p": { error: 5 } }, "node:p", "its error must be text"],
    [{ "node:p": { r: "x", delay_seconds: "1" } }, "node:p", "its delay_seconds must be a number"],
    [{ "node:p": { r: "x", delay_seconds: -1 } }, "node:p", "its delay_seconds must be a number"],
    [{ "node:p": { r: "x", delay_seconds: Number.NaN } }, "node:p", "its delay_seconds must be a number"],
    [{ "node:p": { r: "x", delay_seconds: Number.POSITIVE_INFINITY } }, "node:p", "its delay_seconds must be a number"],
    [{ "type:acme/prepared": { delay_seconds: 1e9 } }, "type:acme/prepared", "its delay_seconds must be a number"],
    [
      { "node:c": { selected_case_id: "cold" } },
      "node:c",
      'it selects "cold"; the node has the branches "warm", "false"'
    ],
    [{ "node:c": { selected_case_id: "__proto__" } }, "node:c", 'it selects "__proto__"'],
    [{ "type:if-else": { selected_case_id: "cold" } }, "type:if-else", 'it selects "cold"'],
    [{ "node:p": { rr: "x" } }, "node:p", 'the node has no output "rr"; did you mean "r"?'],
    [{ "node:p": JSON.parse('{"__proto__": "x"}') }, "node:p", 'no output "__proto__"'],
    [{ "node:m": { mod: "good" } }, "node:m", 'the node has no output "mod"'],
    [{ "node:m": { mood: "bad" } }, "node:m", "the node cannot use it: not in this mood"]
  ])("%o", ([mocks, target, reason]) =>
    Effect.gen(function* () {
      const error = yield* refused(mocks)
      assert.strictEqual(error.code, "mock_invalid")
      assert.include(error.message, `Mock "${target}" is wrong: `)
      assert.include(error.message, reason)
      assert.deepStrictEqual(ran, [])
    })
  )

  it.effect("what the mock of a node type reads is known, whatever its outputs are called", () =>
    Effect.gen(function* () {
      const mocks = { "node:c": { selected_case_id: "warm" }, "node:m": { mood: "good" }, "node:p": { r: "x" } }
      assert.strictEqual((yield* run({ mocks })).outputs.answer, "x mood good")
      assert.strictEqual((yield* run({ mocks: { ...mocks, "node:p": { error: "boom" } } })).error?.code, "mock_failure")
    })
  )

  it("outputs of a type that declares none can be anything", () => {
    const workflow = graphWorkflow([{ id: "s", type: startNode }], [])
    expect(Result.isSuccess(readMocks({ "node:s": { anything: 1 } }, workflow.compiled))).toBe(true)
  })
})

describe("with everything outside mocked", () => {
  it.effect("a node type of a host that leaves the process without a mock keeps the run from starting", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(run({ mockExternals: true }))
      assert.strictEqual(error.code, "mock_missing")
      assert.include(error.message, 'Node m (acme/picky) leaves the process and has no mock; give one for "node:m"')
      assert.deepStrictEqual(ran, [])
      const { outputs } = yield* run({
        mockExternals: true,
        mocks: { "node:c": { result: true }, "node:m": { mood: "good" } }
      })
      assert.strictEqual(outputs.answer, "mocked mood good")
      assert.deepStrictEqual(ran, [])
      yield* run({ mocks: { "node:c": { result: true } } })
      assert.deepStrictEqual(ran, ["p", "m"])
    })
  )

  it.effect("such a node does not run even where nobody looked before", () =>
    Effect.gen(function* () {
      ran.length = 0
      const nodes = [
        { id: "s", type: startNode },
        { id: "x", type: unprepared }
      ]
      const { result } = yield* runToEnd(graphWorkflow(nodes, [["s", "x"]]), {}, { mockExternals: true })
      assert.strictEqual(result.error?.code, "mock_missing")
      assert.deepStrictEqual(ran, [])
    })
  )

  it("every built-in node type that leaves the process has a default", () => {
    const external = builtinNodes.filter(({ description }) => description.external === true)
    expect(external.length).toBeGreaterThan(5)
    for (const { description } of external) expect(description.mockDefault, description.type).toBeDefined()
  })
})
