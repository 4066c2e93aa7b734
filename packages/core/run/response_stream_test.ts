import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { iterationStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { assignNode, incrementNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"

const start: TestNode = { id: "s", type: startNode }
const show = (id: string, template: string): TestNode => ({ id, type: showNode, config: { template } })
const speak = (id: string, text: string, delay: number): TestNode => ({ id, type: speakNode, config: { text, delay } })
const wait = (id: string, delay: number): TestNode => ({ id, type: incrementNode, config: { from: "s", delay } })
const assign = (id: string, value: string): TestNode => ({ id, type: assignNode, config: { name: "v", value } })

/** What a run streams, piece by piece, after checking that it is the answer. */
const streamed = (nodes: ReadonlyArray<TestNode>, edges: ReadonlyArray<TestEdge>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(runToEnd(graphWorkflow([start, ...nodes], edges)))
    yield* TestClock.adjust(60_000)
    const run = yield* Fiber.join(fiber)
    const texts = run.events.flatMap((event) => (event.event === "chunk" ? [event.text] : []))
    assert.strictEqual(texts.join(""), run.result.outputs.answer)
    assert.notInclude(
      run.events.map((event) => event.event),
      "chunk_reset"
    )
    return { texts, path: run.path }
  })

/** An answer after `answer` ms that refers to a node beside it, which says two words `delay` ms apart. */
const beside = (answer: number, delay: number) =>
  streamed(
    [speak("m", "one two", delay), wait("meanwhile", 15), wait("w", answer), show("a", "<{{#m.text#}}>")],
    [
      ["s", "m"],
      ["s", "meanwhile"],
      ["s", "w"],
      ["w", "a"]
    ]
  )

describe("an answer that refers to a node beside it", () => {
  it.effect("streams nothing of it when the answer is given before the node has said anything", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* beside(5, 10)).texts, ["<", ">"])
    })
  )

  it.effect("streams nothing of it when the answer is given while the node speaks", () =>
    Effect.gen(function* () {
      const { texts, path } = yield* beside(15, 10)
      assert.deepStrictEqual(texts, ["<", ">"])
      assert.isBelow(path.indexOf('chunk a ">"'), path.indexOf("node_succeeded m"))
    })
  )

  it.effect("streams its pieces when the node ends first, not earlier", () =>
    Effect.gen(function* () {
      const { texts, path } = yield* beside(100, 10)
      assert.deepStrictEqual(texts, ["<", "one", "two", "", ">"])
      const first = path.indexOf('chunk m "one"')
      assert.isAbove(first, path.indexOf("node_succeeded meanwhile"))
      assert.deepStrictEqual(path.slice(first, first + 5), [
        'chunk m "one"',
        'chunk m "two"',
        'chunk m ""',
        'chunk a ">"',
        "node_succeeded m"
      ])
    })
  )

  it.effect("streams a node that is before it in any way while that node speaks", () =>
    Effect.gen(function* () {
      const { texts, path } = yield* streamed(
        [speak("m", "one two", 10), wait("meanwhile", 15), wait("x", 1), wait("w", 1), show("a", "<{{#m.text#}}>")],
        [
          ["s", "m"],
          ["s", "meanwhile"],
          ["m", "x"],
          ["s", "w"],
          ["x", "w"],
          ["w", "a"]
        ]
      )
      assert.deepStrictEqual(texts, ["<", "one", "two", "", ">"])
      assert.isBelow(path.indexOf('chunk m "one"'), path.indexOf("node_succeeded meanwhile"))
      assert.isAbove(path.indexOf('chunk m "two"'), path.indexOf("node_succeeded meanwhile"))
    })
  )
})

describe("an answer in a container", () => {
  it.effect("streams in each round what a node beside the container had come to by then", () =>
    Effect.gen(function* () {
      const config = { start_node_id: "its", iterator_selector: ["s", "v"], output_selector: ["w", "v"] }
      const nodes: ReadonlyArray<TestNode> = [
        start,
        speak("m", "said", 10),
        { id: "it", type: iteration, config },
        { id: "its", type: iterationStart, parent: "it" },
        { ...wait("w", 15), parent: "it" },
        { ...show("a", "<{{#it.item#}}{{#m.text#}}>"), parent: "it" }
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "m"],
        ["s", "it"],
        ["its", "w"],
        ["w", "a"]
      ]
      const fiber = yield* Effect.forkChild(runToEnd(graphWorkflow(nodes, edges), { v: ["first", "second"] }))
      yield* TestClock.adjust(60_000)
      const { events, result } = yield* Fiber.join(fiber)
      const texts = events.flatMap((event) => (event.event === "chunk" ? [event.text] : []))
      assert.deepStrictEqual(texts, ["<", "first", ">", "<", "second", "said", ">"])
      assert.strictEqual(result.outputs.answer, texts.join(""))
    })
  )
})

describe("an answer that is given before its turn in the stream", () => {
  /** Runs the answer `b` while `a`, whose turn it is, waits for a slow node. */
  const behind = (nodes: ReadonlyArray<TestNode>, edges: ReadonlyArray<TestEdge>) =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, speak("slow", "late", 50), show("a", "{{#slow.text#}}"), ...nodes],
        [["s", "slow"], ["slow", "a"], ...edges]
      )
      const fiber = yield* Effect.forkChild(runToEnd(workflow))
      yield* TestClock.adjust(60_000)
      const { events } = yield* Fiber.join(fiber)
      return events.flatMap((event) => (event.event === "chunk" ? [event.text] : []))
    })

  it.effect("is streamed as it was given: what a node beside it said later is not part of it", () =>
    Effect.gen(function* () {
      const texts = yield* behind(
        [speak("m", "one two", 10), show("b", "[{{#m.text#}}]")],
        [
          ["s", "m"],
          ["s", "b"]
        ]
      )
      assert.deepStrictEqual(texts, ["late", "", "[", "]"])
    })
  )

  it.effect("is streamed as it was given: what a node beside it said before stays in its pieces", () =>
    Effect.gen(function* () {
      const texts = yield* behind(
        [speak("m", "one two", 5), wait("w", 30), show("b", "[{{#m.text#}}]")],
        [
          ["s", "m"],
          ["s", "w"],
          ["w", "b"]
        ]
      )
      assert.deepStrictEqual(texts, ["late", "", "[", "one", "two", "", "]"])
    })
  )

  it.effect("is streamed as it was given: a variable that was written later keeps the value it had", () =>
    Effect.gen(function* () {
      const texts = yield* behind(
        [assign("w1", "old"), show("b", "{{#conversation.v#}}"), assign("w2", "new")],
        [
          ["s", "w1"],
          ["w1", "b"],
          ["b", "w2"]
        ]
      )
      assert.deepStrictEqual(texts, ["late", "", "old"])
    })
  )
})

describe("an answer that refers to itself", () => {
  it.effect("is not said twice", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* streamed([show("a", "x{{#a.answer#}}y")], [["s", "a"]])).texts, ["x", "y"])
    })
  )
})
