import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, startNode } from "./_test_nodes.ts"
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
})
