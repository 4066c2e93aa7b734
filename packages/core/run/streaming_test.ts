import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow, type TestEdge } from "./_test_graph_workflow.ts"
import { type EndedRun, runToEnd } from "./_test_run_to_end.ts"
import { increment, parity, settle, show, speak, start } from "./_test_speaking_nodes.ts"
import type { RunEvent } from "./run_event.ts"

type Chunk = Extract<RunEvent, { readonly event: "chunk" }>

const chunksOf = ({ events }: EndedRun): ReadonlyArray<Chunk> => events.filter((event) => event.event === "chunk")

const textsOf = (run: EndedRun): ReadonlyArray<string> => chunksOf(run).map((chunk) => chunk.text)

describe("text of answers", () => {
  it.effect("case 30: an answer that needs nothing is said when the run starts, as one final chunk", () =>
    Effect.gen(function* () {
      const run = yield* settle(graphWorkflow([show("a", "Hello")], []))
      assert.deepStrictEqual(run.path.slice(0, 3), ["run_started", 'chunk a "Hello"', "node_started a"])
      const [chunk] = chunksOf(run)
      assert.deepStrictEqual(chunk?.selector, ["a", "answer"])
      assert.strictEqual(chunk?.is_final, true)
    })
  )

  it.effect("case 31: what is said before a branch is decided waits for it", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        speak("m", "value"),
        increment("w", "s", 49),
        parity("b", "w"),
        show("a", "prefix {{#m.text#}}")
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "m"],
        ["s", "w"],
        ["w", "b"],
        ["b", "a", "odd"]
      ]
      const run = yield* settle(graphWorkflow(nodes, edges))
      const from = run.path.indexOf("node_started b")
      assert.isAbove(from, run.path.indexOf("node_succeeded m"))
      assert.deepStrictEqual(run.path.slice(from, from + 6), [
        "node_started b",
        "E b>a",
        'chunk a "prefix "',
        'chunk m "value"',
        'chunk m ""',
        "node_succeeded b"
      ])
      assert.deepStrictEqual(
        chunksOf(run).map((chunk) => chunk.selector),
        [
          ["a", "answer"],
          ["m", "text"],
          ["m", "text"]
        ]
      )
      assert.strictEqual(run.result.outputs.answer, "prefix value")
    })
  )

  it.effect("case 32: a value that is there when the branch is decided is one chunk", () =>
    Effect.gen(function* () {
      const nodes = [start, parity("b", "s"), show("a", "{{#s.v#}}")]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "b"],
          ["b", "a", "even"]
        ])
      )
      const from = run.path.indexOf("E b>a")
      assert.deepStrictEqual(run.path.slice(from, from + 3), ["E b>a", 'chunk s "0"', "node_succeeded b"])
      assert.deepStrictEqual(
        chunksOf(run).map((chunk) => [chunk.node_id, chunk.is_final]),
        [["s", true]]
      )
    })
  )

  it.effect("case 33: what was streamed in pieces is not said again as a whole", () =>
    Effect.gen(function* () {
      const nodes = [start, speak("m", "Quiet Night Thought"), show("a", "{{#m.text#}}")]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "m"],
          ["m", "a"]
        ])
      )
      assert.deepStrictEqual(textsOf(run), ["Quiet", "Night", "Thought", ""])
      assert.deepStrictEqual(
        chunksOf(run).map((chunk) => chunk.is_final),
        [false, false, false, true]
      )
    })
  )

  it.effect("case 34: chunks after a retry carry the execution of their node, and the attempt that said them", () =>
    Effect.gen(function* () {
      const nodes = [start, speak("m", "a b", { fails: 1 }), show("e", "{{#m.text#}}")]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "m"],
          ["m", "e"]
        ])
      )
      const started = run.events.find((event) => event.event === "node_started" && event.node_id === "m")
      const execution = started?.event === "node_started" ? started.execution : ""
      const chunks = run.events.filter((event) => event.event === "chunk" || event.event === "chunk_reset")
      assert.deepStrictEqual(
        chunks.map((event) => [event.event, event.execution, event.attempt]),
        [
          ["chunk", execution, 0],
          ["chunk_reset", execution, 0],
          ["chunk", execution, 1],
          ["chunk", execution, 1],
          ["chunk", execution, 1]
        ]
      )
    })
  )

  it.effect("case 35: runs of one workflow share no text", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, speak("m", "a b"), show("e", "{{#m.text#}}")],
        [
          ["s", "m"],
          ["m", "e"]
        ]
      )
      const runs = yield* Effect.forkChild(Effect.all([runToEnd(workflow), runToEnd(workflow)], { concurrency: 2 }))
      yield* TestClock.adjust(100)
      for (const run of yield* Fiber.join(runs)) assert.deepStrictEqual(textsOf(run), ["a", "b", ""])
      assert.deepStrictEqual(textsOf(yield* settle(workflow)), ["a", "b", ""])
    })
  )

  it.effect("case 36: a run that continues from any prefix of its facts says the whole text, once", () =>
    Effect.gen(function* () {
      const nodes = [start, speak("m", "a b"), speak("n", "c d"), show("e", "<{{#m.text#}}|{{#n.text#}}>")]
      const workflow = graphWorkflow(nodes, [
        ["s", "m"],
        ["m", "n"],
        ["n", "e"]
      ])
      const { facts, result } = yield* settle(workflow)
      for (let length = 1; length < facts.length; length++) {
        const { run } = yield* continuedRun(workflow, facts.slice(0, length))
        yield* TestClock.adjust(60_000)
        const said: Array<string> = []
        for (const event of yield* Stream.runCollect(run.events)) if (event.event === "chunk") said.push(event.text)
        assert.strictEqual(said.join(""), result.outputs.answer, `after ${length} facts`)
      }
    })
  )

  it.effect("case 40 of Dify's own: chunks come in the order of the template, not of completion", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        speak("dufu", "slow poem", { delay: 100 }),
        speak("libai", "fast poem"),
        show("a", "# Du Fu\n{{#dufu.text#}}\n# Li Bai\n{{#libai.text#}}")
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "dufu"],
        ["s", "libai"],
        ["dufu", "a"],
        ["libai", "a"]
      ]
      const run = yield* settle(graphWorkflow(nodes, edges))
      assert.isBelow(run.path.indexOf("node_succeeded libai"), run.path.indexOf("node_succeeded dufu"))
      assert.strictEqual(textsOf(run).join(""), run.result.outputs.answer)
      assert.deepStrictEqual(
        chunksOf(run).map((chunk) => chunk.is_final),
        [false, false, false, false, false, false, false, true]
      )
    })
  )

  it.effect("weakness 34: a variable that never comes does not hold up what follows it", () =>
    Effect.gen(function* () {
      const nodes = [start, speak("m", "said"), show("a", "[{{#m.nothing#}}|{{#gone.text#}}|{{#m.text#}}]")]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "m"],
          ["m", "a"]
        ])
      )
      assert.strictEqual(textsOf(run).join(""), "[||said]")
      assert.strictEqual(run.result.outputs.answer, "[||said]")
    })
  )

  it.effect("weakness 34: one variable may be said several times, by several answers and attempts", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        speak("m", "x y", { fails: 2 }),
        show("a", "{{#m.text#}}{{#m.text#}};"),
        show("b", "{{#m.text#}}")
      ]
      const run = yield* settle(
        graphWorkflow(nodes, [
          ["s", "m"],
          ["m", "a"],
          ["a", "b"]
        ])
      )
      const said = textsOf(run).slice(run.path.filter((event) => event === "chunk_reset m").length)
      assert.strictEqual(said.join(""), "xyxy;xy")
      assert.strictEqual(run.result.outputs.answer, "xyxy;xy")
    })
  )
})
