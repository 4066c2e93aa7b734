import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { defineNode } from "../node/define_node.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { speakNode } from "./_test_nodes.ts"
import { type EndedRun } from "./_test_run_to_end.ts"
import { increment, parity, settle, show, speak, start } from "./_test_speaking_nodes.ts"

/** Thinks aloud after `delay` milliseconds, then speaks. */
const thinkNode = defineNode({
  ...speakNode.description,
  type: "think",
  config: Schema.Struct({ delay: Schema.optionalKey(Schema.Number) }),
  outputs: () => [{ name: "text", type: "string", required: true }],
  run: (config, context) =>
    Effect.gen(function* () {
      yield* Effect.sleep(config.delay ?? 0)
      context.signal({ kind: "reasoning", text: "hm" })
      context.signal({ kind: "reasoning", text: "" })
      context.signal({ kind: "chunk", output: "text", text: "aha" })
      context.signal({ kind: "chunk", output: "text", text: "" })
      yield* Effect.sleep(1)
      return { outputs: { text: "aha", deep: { text: "aha" } } }
    })
})

const think = (id: string, delay = 0): TestNode => ({ id, type: thinkNode, config: { delay } })

const reasoningOf = ({ events }: EndedRun): ReadonlyArray<string> =>
  events.flatMap((event) => (event.event === "reasoning_chunk" ? [`${event.node_id} ${event.text}`] : []))

describe("reasoning", () => {
  const follow: ReadonlyArray<TestEdge> = [
    ["s", "m"],
    ["m", "a"]
  ]
  const thoughts = ["m hm", "m "]

  it.effect("case 37: is shown when an answer refers to the text of its node, or deeper", () =>
    Effect.gen(function* () {
      for (const template of ["{{#m.text#}}", "{{#m.reasoning_content#}}", "{{#m.text.deeper#}}"]) {
        const run = yield* settle(graphWorkflow([start, think("m"), show("a", template)], follow))
        assert.deepStrictEqual(reasoningOf(run), thoughts, template)
      }
    })
  )

  it.effect("case 37: is hidden when no answer refers to it", () =>
    Effect.gen(function* () {
      for (const template of ["nothing", "{{#s.v#}}", "{{#m.usage#}}"]) {
        const run = yield* settle(graphWorkflow([start, think("m"), show("a", template)], follow))
        assert.deepStrictEqual(reasoningOf(run), [], template)
      }
    })
  )

  it.effect("case 37: is hidden before the branch to its answer is taken, and when it is not taken", () =>
    Effect.gen(function* () {
      for (const handle of ["odd", "even"]) {
        const nodes = [start, think("m", 10), increment("w", "s", 20), parity("b", "w"), show("a", "{{#m.text#}}")]
        const edges: ReadonlyArray<TestEdge> = [
          ["s", "m"],
          ["s", "w"],
          ["w", "b"],
          ["b", "a", handle]
        ]
        assert.deepStrictEqual(reasoningOf(yield* settle(graphWorkflow(nodes, edges))), [], handle)
      }
    })
  )

  it.effect("case 37: is shown for an answer that waits for its turn", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        speak("slow", "late", { delay: 50 }),
        think("m", 10),
        show("a", "{{#slow.text#}}"),
        show("b", "{{#m.text#}}")
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "slow"],
        ["s", "m"],
        ["slow", "a"],
        ["m", "b"]
      ]
      const run = yield* settle(graphWorkflow(nodes, edges))
      assert.deepStrictEqual(reasoningOf(run), thoughts)
      assert.isBelow(run.path.indexOf("reasoning_chunk m"), run.path.indexOf('chunk slow "late"'))
    })
  )

  it.effect("case 37: of one node is not shown for an answer that refers to another", () =>
    Effect.gen(function* () {
      const nodes = [start, think("m"), think("n"), show("a", "{{#n.text#}}")]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "m"],
          ["m", "n"],
          ["n", "a"]
        ])
      )
      assert.deepStrictEqual(reasoningOf(run), ["n hm", "n "])
    })
  )
})
