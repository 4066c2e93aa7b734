import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { assignNode, incrementNode, parityNode, showNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import type { Workflow } from "./workflow.ts"

const start: TestNode = { id: "s", type: startNode }

/** A branch with two ways that join again, `count` times in a row, and one answer that shows every join. */
const diamonds = (count: number): Workflow => {
  const nodes: Array<TestNode> = [start]
  const edges: Array<TestEdge> = []
  let last = "s"
  let template = ""
  for (let index = 0; index < count; index++) {
    const [branch, left, right, join] = [`b${index}`, `l${index}`, `r${index}`, `j${index}`]
    const from = { from: last }
    nodes.push({ id: branch, type: parityNode, config: from })
    for (const id of [left, right]) nodes.push({ id, type: incrementNode, config: { from: branch } })
    nodes.push({ id: join, type: incrementNode, config: { from: right } })
    edges.push([last, branch], [branch, left, "odd"], [branch, right, "even"], [left, join], [right, join])
    template += `{{#${join}.v#}};`
    last = join
  }
  nodes.push({ id: "answer", type: showNode, config: { template } })
  return graphWorkflow(nodes, [...edges, [last, "answer"]])
}

/** Answers one after the other, each of 10,000 characters. */
const answers = (count: number): Workflow => {
  const ids = Array.from({ length: count }, (_, index) => `a${index}`)
  const nodes = ids.map((id): TestNode => ({ id, type: showNode, config: { template: "x".repeat(10_000) } }))
  return graphWorkflow(
    [start, ...nodes],
    ids.map((id, index): TestEdge => [ids[index - 1] ?? "s", id])
  )
}

/** A writer and an answer that shows what it wrote, in turns; every pair has a variable of its own, or all have one. */
const writersAndAnswers = (count: number, variable: (pair: number) => string): Workflow => {
  const pairs = Array.from({ length: count / 2 }, (_, index) => index)
  const nodes = pairs.flatMap((pair): Array<TestNode> => {
    const name = variable(pair)
    return [
      { id: `w${pair}`, type: assignNode, config: { name, value: "x" } },
      { id: `a${pair}`, type: showNode, config: { template: `{{#conversation.${name}#}}` } }
    ]
  })
  const edges = nodes.map((node, index): TestEdge => [nodes[index - 1]?.id ?? "s", node.id])
  return graphWorkflow([start, ...nodes], edges)
}

/** Nodes in turns with answers that show all that was said just before. */
const saidAndShown = (count: number): Workflow => {
  const pairs = Array.from({ length: count / 2 }, (_, index) => index)
  const nodes = pairs.flatMap((pair): Array<TestNode> => {
    const from = pair === 0 ? "s" : `n${pair - 1}`
    const template = `{{#n${pair}.v#}}{{#${from}.v#}}`
    return [
      { id: `n${pair}`, type: incrementNode, config: { from } },
      { id: `a${pair}`, type: showNode, config: { template } }
    ]
  })
  const edges = nodes.map((node, index): TestEdge => [nodes[index - 1]?.id ?? "s", node.id])
  return graphWorkflow([start, ...nodes], edges)
}

/** Answers that all wait for the same node, next to each other. */
const wideAnswers = (count: number): Workflow => {
  const ids = Array.from({ length: count }, (_, index) => `a${index}`)
  const nodes = ids.map((id): TestNode => ({ id, type: showNode, config: { template: "{{#s.v#}}" } }))
  return graphWorkflow(
    [start, ...nodes],
    ids.map((id): TestEdge => ["s", id])
  )
}

/** The least of several measurements, in milliseconds: what else the machine does only adds to them. */
const leastTime = (workflow: () => Workflow) =>
  Effect.gen(function* () {
    let least = Number.POSITIVE_INFINITY
    for (let round = 0; round < 4; round++) {
      const before = performance.now()
      const { result } = yield* runToEnd(workflow(), {}, { limits: { steps: 1e6 } })
      assert.strictEqual(result.status, "succeeded")
      least = Math.min(least, performance.now() - before)
    }
    return least
  })

describe("cost", () => {
  it.live("weakness 33: 1,000 diamonds before one answer, which has 2^1000 ways to it, stream in linear time", () =>
    Effect.gen(function* () {
      const { result, path } = yield* runToEnd(diamonds(1000), {}, { limits: { steps: 1e6 } })
      const texts = path.filter((event) => event.startsWith("chunk "))
      const expected = Array.from({ length: 1000 }, (_, index) => `${2 * (index + 1)};`).join("")
      assert.isTrue(result.outputs.answer === expected)
      assert.strictEqual(texts.length, 2000)
      const small = yield* leastTime(() => diamonds(200))
      const large = yield* leastTime(() => diamonds(1000))
      // Five times the diamonds; quadratic cost would be 25 times the time.
      assert.isBelow(large / small, 15, `${small} ms, then ${large} ms`)
    })
  )

  it.live("weakness 35: merging long answers takes linear time", () =>
    Effect.gen(function* () {
      const { result } = yield* runToEnd(answers(1000), {}, { limits: { steps: 1e6 } })
      assert.strictEqual(String(result.outputs.answer).length, 10_000_000)
      const small = yield* leastTime(() => answers(200))
      const large = yield* leastTime(() => answers(1000))
      assert.isBelow(large / small, 15, `${small} ms, then ${large} ms`)
    })
  )

  it.live.each([
    ["writers of one variable and answers in turns", (count: number) => writersAndAnswers(count, () => "v")],
    [
      "writers of many variables and answers in turns",
      (count: number) => writersAndAnswers(count, (pair) => `v${pair}`)
    ],
    ["nodes and answers in turns", saidAndShown],
    ["answers next to each other", wideAnswers]
  ] as const)("10,000 nodes, %s, cost a node little more than 500 do", ([, workflow]) =>
    Effect.gen(function* () {
      const small = yield* leastTime(() => workflow(500))
      const large = yield* leastTime(() => workflow(10_000))
      // Twenty times the nodes; quadratic cost would be 400 times the time.
      assert.isBelow(large / small, 80, `${small} ms, then ${large} ms`)
    })
  )
})
