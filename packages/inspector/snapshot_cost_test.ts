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

/** The processor time of this thread, in milliseconds: what others do on the machine does not count. */
const spent = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The least of several tries, in milliseconds. */
const cost = (use: () => unknown): number => {
  const times = Array.from({ length: 12 }, () => {
    const before = spent()
    use()
    return spent() - before
  })
  return Math.min(...times)
}

describe("cost of looking at a run", () => {
  const run = finishedRun(1000)

  it("a snapshot of 1,000 nodes takes less than 20 ms", () => {
    assert.isBelow(
      cost(() => new RunView(run).snapshot()),
      20
    )
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
