import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { answer } from "../node/answer.ts"
import { defineNode } from "../node/define_node.ts"
import { end } from "../node/end.ts"
import { start } from "../node/start.ts"
import { plainJson } from "../value/plain_json.ts"
import { graphWorkflow, type TestNode } from "./_test_graph_workflow.ts"
import { boom, incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import { RunEvent } from "./run_event.ts"

const secret = "sk-1234567890abcdef"
const entry: TestNode = {
  id: "s",
  type: start,
  config: { title: "Start", variables: [{ variable: "name", label: "Name", type: "text-input", required: true }] }
}
const increment = (id: string, from: string): TestNode => ({ id, type: incrementNode, config: { from } })

/** Shows a secret in every place where a node can leave something, as a request to a server would. */
const requestNode = defineNode({
  ...incrementNode.description,
  type: "request",
  config: Schema.Struct({}),
  outputs: () => [{ name: "echo", type: "string", required: true }],
  run: (_config, context) => {
    const header = context.variables.text("Bearer {{#env.KEY#}}")
    context.signal({ kind: "log", data: { sent: header } })
    return {
      outputs: { echo: header },
      inputs: { header },
      processData: { request: `GET / HTTP/1.1\r\nAuthorization: ${header}\r\n\r\n` },
      metadata: { url: `http://x/?key=${secret}` }
    }
  }
})

describe("events", () => {
  it.effect("weakness 20, D14: the outputs of start are its own variables, never the environment's", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [entry, { id: "a", type: answer, config: { answer: "{{#s.name#}}{{#s.env.KEY#}}" } }],
        [["s", "a"]],
        {
          secretNames: ["KEY"]
        }
      )
      const given = { environment: { KEY: secret, PLAIN: "plain" }, conversation: { topic: "t" } }
      const { events, facts, result } = yield* runToEnd(workflow, { name: "Ada" }, {}, given)
      const shown = events.find((event) => event.event === "node_succeeded" && event.node_id === "s")
      const names = shown?.event === "node_succeeded" ? Object.keys(shown.outputs) : []
      assert.include(names, "name")
      assert.deepStrictEqual(
        names.filter((name) => name !== "name" && !name.startsWith("sys.")),
        []
      )
      const stored = facts.find((fact) => fact.kind === "node_finished" && fact.node === 0)
      assert.notInclude(plainJson(stored?.kind === "node_finished" ? stored.outputs : {}), secret)
      assert.strictEqual(result.outputs.answer, "Ada")
    })
  )

  it.effect("weakness 20, D14: no event shows a secret, wherever a node left it; the caller gets it intact", () =>
    Effect.gen(function* () {
      const nodes: ReadonlyArray<TestNode> = [
        entry,
        { id: "r", type: requestNode },
        { id: "e", type: end, config: { outputs: [{ variable: "echo", value_selector: ["r", "echo"] }] } }
      ]
      const workflow = graphWorkflow(
        nodes,
        [
          ["s", "r"],
          ["r", "e"]
        ],
        { secretNames: ["KEY"] }
      )
      const { events, result } = yield* runToEnd(workflow, { name: secret }, {}, { environment: { KEY: secret } })
      // A run's outputs belong to its caller, and so does the text that is streamed to it.
      const shown = events.filter(({ event }) => event !== "run_succeeded" && event !== "chunk")
      assert.isAbove(shown.length, 8)
      assert.notInclude(JSON.stringify(shown), secret)
      assert.include(JSON.stringify(shown), "sk-123")
      assert.deepStrictEqual(result.outputs, { echo: `Bearer ${secret}` })
    })
  )

  it.effect("weakness 20: a secret in the message of a failure is hidden too", () =>
    Effect.gen(function* () {
      const leaky = defineNode({
        ...incrementNode.description,
        type: "leaky",
        config: Schema.Struct({}),
        outputs: () => [],
        run: () => boom(`refused: ${secret}`)
      })
      for (const policy of [{}, { strategy: "default-value" }, { maximumRetries: 1 }] as const) {
        const workflow = graphWorkflow([entry, { id: "x", type: leaky, policy }], [["s", "x"]], {
          secretNames: ["KEY"]
        })
        const fiber = yield* Effect.forkChild(runToEnd(workflow, { name: "n" }, {}, { environment: { KEY: secret } }))
        yield* TestClock.adjust(100)
        const { events, result } = yield* Fiber.join(fiber)
        assert.notInclude(JSON.stringify([events, result.error]), secret)
      }
    })
  )

  it.effect(
    "weakness 19: text that reads like a reference stays text, an unknown reference leaves nothing behind",
    () =>
      Effect.gen(function* () {
        const template = "s.name {{s.name}} {#s.name#} [{{#s.unknown#}}] [{{#gone.name#}}] {{#s#}}"
        const workflow = graphWorkflow([entry, { id: "a", type: answer, config: { answer: template } }], [["s", "a"]])
        const { result, events } = yield* runToEnd(workflow, { name: "{{#sys.user_id#}}" })
        const expected = "s.name {{s.name}} {#s.name#} [] [] {{#s#}}"
        assert.strictEqual(result.outputs.answer, expected)
        const said = events.flatMap((event) => (event.event === "chunk" ? [event.text] : []))
        assert.strictEqual(said.join(""), expected)
      })
  )

  it.effect("weakness 40, D1: are numbered from 1; the edge before a start names its predecessor and frame", () =>
    Effect.gen(function* () {
      const nodes: ReadonlyArray<TestNode> = [
        { id: "s", type: startNode },
        { id: "b", type: parityNode, config: { from: "s" } },
        increment("yes", "b"),
        increment("no", "b"),
        { id: "j", type: showNode, config: { template: "{{#yes.v#}}" } }
      ]
      const { events } = yield* runToEnd(
        graphWorkflow(nodes, [
          ["s", "b"],
          ["b", "yes", "even"],
          ["b", "no", "odd"],
          ["yes", "j"],
          ["no", "j"]
        ])
      )
      assert.deepStrictEqual(
        events.map(({ seq }) => seq),
        events.map((_, index) => index + 1)
      )
      const predecessors = new Map<string, string>()
      const started: Array<string> = []
      for (const event of events) {
        if (event.event === "edge_taken" || event.event === "edge_skipped") assert.strictEqual(event.frame, "root")
        if (event.event === "edge_taken") predecessors.set(event.target_node_id, event.node_id)
        if (event.event === "node_started") started.push(`${predecessors.get(event.node_id) ?? "-"}>${event.node_id}`)
      }
      assert.deepStrictEqual(started, ["->s", "s>b", "b>yes", "yes>j"])
    })
  )

  it.effect("case 29: edges come before the finish of their source, all of them", () =>
    Effect.gen(function* () {
      const nodes: ReadonlyArray<TestNode> = [{ id: "s", type: startNode }, increment("a", "s"), increment("b", "s")]
      const { path } = yield* runToEnd(
        graphWorkflow(nodes, [
          ["s", "a"],
          ["s", "b"]
        ])
      )
      assert.deepStrictEqual(path.slice(0, 5), ["run_started", "node_started s", "E s>a", "E s>b", "node_succeeded s"])
    })
  )

  it.effect("are all described by the schema of events", () =>
    Effect.gen(function* () {
      const nodes: ReadonlyArray<TestNode> = [
        { id: "s", type: startNode },
        { id: "m", type: speakNode, config: { text: "a b", fails: 1 }, policy: { maximumRetries: 1 } },
        { id: "x", type: incrementNode, config: { from: "s", fails: 1 }, policy: { strategy: "fail-branch" } },
        { id: "r", type: requestNode },
        { id: "a", type: showNode, config: { template: "{{#m.text#}}" } },
        { id: "f", type: incrementNode, config: { from: "s", fails: 1 } }
      ]
      const workflow = graphWorkflow(nodes, [
        ["s", "m"],
        ["s", "x"],
        ["s", "r"],
        ["m", "a"],
        ["a", "f"],
        ["x", "f"]
      ])
      const fiber = yield* Effect.forkChild(runToEnd(workflow, {}, {}, { environment: { KEY: secret } }))
      yield* TestClock.adjust(100)
      const { events } = yield* Fiber.join(fiber)
      const decode = Schema.decodeUnknownEffect(RunEvent)
      for (const event of events) {
        const json: unknown = JSON.parse(JSON.stringify(event))
        assert.deepStrictEqual(yield* decode(json, { onExcessProperty: "error" }), event)
      }
      assert.deepStrictEqual([...new Set(events.map(({ event }) => event))].toSorted(), [
        "agent_log",
        "chunk",
        "chunk_reset",
        "edge_skipped",
        "edge_taken",
        "node_exception",
        "node_failed",
        "node_retry",
        "node_started",
        "node_succeeded",
        "run_failed",
        "run_started"
      ])
    })
  )
})
