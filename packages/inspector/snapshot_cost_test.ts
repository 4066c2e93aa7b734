import { assert, describe, it } from "@effect/vitest"
import { MadeRun } from "./_test_made_run.ts"
import { RunView } from "./run_view.ts"

/** A finished run of many nodes with outputs as models have them, and a secret to look for in all of them. */
const finishedRun = (count: number): MadeRun => {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `node_${index}`,
    data: { prompt: "hello {{#x.y#}}", model: { name: "m" } },
    outputs: [
      { name: "text", type: "string", required: true },
      { name: "usage", type: "object", required: false }
    ] as const
  }))
  const run = new MadeRun(nodes, { secretNames: ["KEY"], environment: { KEY: "sk-secret-0123" } })
  const outputs = { text: "hello world ".repeat(100), usage: { total_tokens: 5, list: [1, 2, 3] } }
  nodes.forEach((node, index) => {
    run.started(node.id, { node: index }).finished(node.id, { node: index, outputs })
  })
  return run.ended()
}

/** The shortest of several tries, in milliseconds: what it costs when nobody else uses the machine. */
const cost = (use: () => unknown, tries = 12): number => {
  const times = Array.from({ length: tries }, () => {
    const before = performance.now()
    use()
    return performance.now() - before
  })
  return Math.min(...times)
}

const reference = "hello world ".repeat(400_000)

/** How much slower than when it is quiet the machine is now; 1 if it is not. The loop takes 12 ms then. */
const slowness = (): number => {
  const time = cost(() => {
    let sum = 0
    for (let index = 0; index < reference.length; index++) sum += reference.charCodeAt(index)
    return sum
  })
  return Math.max(1, time / 12)
}

describe("cost of looking at a run", () => {
  const run = finishedRun(1000)

  it("a snapshot of 1,000 nodes takes less than 20 ms", () => {
    const time = cost(() => new RunView(run).snapshot(), 30)
    assert.isBelow(time / slowness(), 20)
  })

  it("one node or output does not look at all of them", () => {
    const snapshot = cost(() => new RunView(run).snapshot())
    assert.isBelow(
      cost(() => new RunView(run).node("node_500")),
      snapshot / 3
    )
    assert.isBelow(
      cost(() => new RunView(run).output("node_500", "text")),
      snapshot / 3
    )
  })

  it("a second look costs nothing, and one after a change costs that change only", () => {
    const view = new RunView(run)
    const first = cost(() => new RunView(run).snapshot())
    view.snapshot()
    assert.isBelow(
      cost(() => view.snapshot()),
      first / 50
    )
    const growing = finishedRun(1000)
    const grown = new RunView(growing)
    grown.snapshot()
    let round = 0
    assert.isBelow(
      cost(() => {
        growing.started("node_1", { node: 1, frame: ++round })
        grown.changedSince(growing.facts().length - 1)
      }),
      first / 50
    )
  })

  it("a snapshot takes time in proportion to the run", () => {
    const large = finishedRun(4000)
    const small = cost(() => new RunView(run).snapshot())
    // Looking at all pairs of nodes would take 16 times as long.
    assert.isBelow(cost(() => new RunView(large).snapshot()) / small, 10)
  })
})
