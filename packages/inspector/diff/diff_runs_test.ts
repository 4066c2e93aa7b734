import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue, float, type StoredRun, type Value } from "@flowglass/core"
import * as fc from "fast-check"
import { MadeRun } from "../_test_made_run.ts"
import { anyRun } from "../record/_test_any_run.ts"
import { diamond, edge, kinds, ran, same } from "./_test_made_diff.ts"
import { diffRuns } from "./diff_runs.ts"

describe("diffRuns", () => {
  it("two runs that did the same are equal, whatever their ids and times", () => {
    const other = ran(same, {
      runId: "other",
      at: 5,
      system: { workflow_run_id: "other", timestamp: 7, workflow_id: "x" }
    })
    expect(diffRuns(ran(same), other)).toEqual({
      equal: true,
      first: null,
      inputs: [],
      run: [],
      nodes: [],
      changed: []
    })
  })

  it("titles and places on the canvas are no configuration", () => {
    const nodes = (title: string) =>
      ["s", "a", "b", "j", "e"].map((id) => ({ id, data: { title, selected: title === "x" } }))
    const diff = diffRuns(ran(same, { nodes: nodes("x") }), ran({ ...same, e: 2 }, { nodes: nodes("y") }))
    expect(diff.nodes).toMatchObject([{ node_id: "e", changed: false }])
  })

  it("a node that other edges lead to is told so; ids and the order of edges are no difference", () => {
    const branches = [
      { ...edge("s", "a"), sourceHandle: "yes" },
      { ...edge("s", "b"), sourceHandle: "no" }
    ]
    const swapped = [
      { ...edge("s", "b"), sourceHandle: "yes", id: "new" },
      { ...edge("s", "a"), sourceHandle: "no" }
    ]
    const joined = diamond.slice(2)
    const left = ran({ s: 1, a: 1, j: 1, e: 1 }, { edges: [...branches, ...joined] })
    const right = ran({ s: 1, b: 1, j: 1, e: 2 }, { edges: [...joined.toReversed(), ...swapped] })
    expect(diffRuns(left, right).nodes).toMatchObject([
      { node_id: "a", kind: "cause", changed: false, rewired: true },
      { node_id: "e", kind: "consequence", changed: false, rewired: false },
      { node_id: "b", kind: "cause", changed: false, rewired: true }
    ])
    const renamed = diamond.toReversed().map((one, index) => ({ ...one, id: `e${index}` }))
    expect(diffRuns(ran(same), ran(same, { edges: renamed }))).toMatchObject({ equal: true, nodes: [] })
  })

  it("a node that ran in one of the runs only", () => {
    const diff = diffRuns(ran(same), ran({ s: 1, a: 1, b: { status: "succeeded", outputs: { v: 1 }, handle: "no" } }))
    expect(diff.nodes).toMatchObject([
      { node_id: "b", kind: "cause", differences: [{ what: "handle", left: undefined, right: "no" }] },
      { node_id: "j", kind: "consequence", differences: [{ what: "status", left: "succeeded", right: "not run" }] },
      { node_id: "e", kind: "consequence", differences: [{ what: "status", left: "succeeded", right: "not run" }] }
    ])
  })

  it("a failure: status, code and message, and how the run ended", () => {
    const error = { code: "http_request_failed", type: "HTTPResponseCodeError", message: "status 500" }
    const failed = new MadeRun(
      ["s", "a", "b", "j", "e"].map((id) => ({ id })),
      { edges: diamond }
    )
    failed.started("s").finished("s", { outputs: { v: 1 } })
    failed.started("a").finished("a", { status: "failed", error }).ended("failed", { error })
    const diff = diffRuns(ran(same), failed)
    expect(diff.run).toEqual([
      { what: "status", left: "succeeded", right: "failed" },
      { what: "error", left: undefined, right: "http_request_failed" }
    ])
    expect(diff.nodes[0]?.differences).toEqual([
      { what: "status", left: "succeeded", right: "failed" },
      { what: "error", left: undefined, right: "http_request_failed: status 500" },
      { what: "outputs.v", left: 1, right: undefined }
    ])
  })

  it("whether a node that was stopped with its run had begun is no difference", () => {
    const left = ran({ s: 1, a: { status: "stopped" } })
    expect(diffRuns(left, ran({ s: 1 })).equal).toBe(true)
    expect(diffRuns(ran({ s: 1 }), left).equal).toBe(true)
    expect(kinds(diffRuns(left, ran({ s: 1, a: 1 })))).toEqual(["a cause"])
  })

  it("a run that is still at work differs from one that ended", () => {
    const working = new MadeRun(
      ["s", "a", "b", "j", "e"].map((id) => ({ id })),
      { edges: diamond }
    )
    working
      .started("s")
      .finished("s", { outputs: { v: 1 } })
      .started("a")
    const diff = diffRuns(ran(same), working)
    expect(diff.run).toEqual([{ what: "status", left: "succeeded", right: "running" }])
    expect(diff.nodes[0]?.differences[0]).toEqual({ what: "status", left: "succeeded", right: "running" })
  })

  it("different mocks and limits are inputs too; inputs that changed nothing are told all the same", () => {
    const left = ran(same, { mocks: { "node:a": { text: "x" } } })
    const right = ran(same, { mocks: { "node:b": { text: "x" } }, mockExternals: true })
    expect(diffRuns(left, right)).toEqual({
      equal: false,
      first: null,
      inputs: [
        { what: "mocks.node:a", left: { text: "x" }, right: undefined },
        { what: "mocks.node:b", left: undefined, right: { text: "x" } },
        { what: "mock_externals", left: "false", right: "true" }
      ],
      run: [],
      nodes: [],
      changed: []
    })
  })

  it("lists nodes in the order in which the left run ended them, then those that only the right run has", () => {
    const left = ran({ s: 1, b: 1, a: 1, j: 1 })
    const right = ran({ e: 9, s: 2, a: 2, b: 2, j: 2 })
    expect(diffRuns(left, right).nodes.map((node) => node.node_id)).toEqual(["s", "b", "a", "j", "e"])
  })

  it("the order of executions and of members alone is no difference", () => {
    const left = ran({ s: 1, a: { x: 1, y: { p: 1, q: 2 } }, b: 1 })
    const right = ran({ s: 1, b: 1, a: { y: { q: 2, p: 1 }, x: 1 } })
    expect(diffRuns(left, right).equal).toBe(true)
  })

  it("the order of executions is a difference where the outputs of the run show it", () => {
    const answered = (answer: string) => {
      const run = new MadeRun([{ id: "s" }]).started("s").finished("s", { outputs: { v: 1 } })
      return run.ended("succeeded", { outputs: { answer } })
    }
    expect(diffRuns(answered("ab"), answered("ba"))).toMatchObject({
      equal: false,
      first: null,
      run: [{ what: "outputs.answer", left: "ab", right: "ba" }]
    })
  })

  it("tells numbers of different kinds, files and missing members apart", () => {
    const file = (filename: string, bytes?: Uint8Array) =>
      new FileValue({ type: "document", transfer_method: "remote_url", filename, ...(bytes && { bytes }) })
    const pairs: ReadonlyArray<readonly [Value, Value]> = [
      [1, float(1)],
      [1, "1"],
      [1, true],
      [0, null],
      [2n ** 60n, 2n ** 60n + 1n],
      [
        [1, 2],
        [2, 1]
      ],
      [[1], [1, 2]],
      [{ a: 1 }, { b: 1 }],
      [{ a: null }, {}],
      [file("a"), file("b")],
      [file("a", new Uint8Array([1])), file("a", new Uint8Array([2]))],
      [file("a"), file("a", new Uint8Array([1]))]
    ]
    for (const [left, right] of pairs) {
      expect(diffRuns(ran({ s: left }), ran({ s: right })).equal).toBe(false)
      expect(diffRuns(ran({ s: left }), ran({ s: left })).equal).toBe(true)
    }
  })

  it("rounds of a container are compared one by one, by their paths", () => {
    const nodes = [{ id: "s" }, { id: "loop", type: "loop" }, { id: "in", parent: "loop" }, { id: "e" }]
    const edges = [edge("s", "loop"), edge("loop", "e")]
    const looped = (values: ReadonlyArray<number>, order: ReadonlyArray<number>) => {
      const run = new MadeRun(nodes, { edges }).started("loop")
      // Frames are numbered as they are opened, which may differ from run to run.
      order.forEach((round, index) => run.framed(index + 1, "loop", round))
      for (const [index, round] of order.entries()) {
        run.started("in", { frame: index + 1 }).finished("in", { frame: index + 1, outputs: { v: values[round] ?? 0 } })
      }
      return run.finished("loop", { outputs: { v: values.length } }).ended()
    }
    expect(diffRuns(looped([1, 2, 3], [0, 1, 2]), looped([1, 2, 3], [2, 0, 1])).equal).toBe(true)
    const diff = diffRuns(looped([1, 2, 3], [0, 1, 2]), looped([1, 9], [0, 1]))
    expect(diff.nodes.map((node) => [node.execution, node.frame, node.kind])).toEqual([
      ["root/loop[1]/in", "root/loop[1]", "cause"],
      ["root/loop[2]/in", "root/loop[2]", "cause"],
      ["root/loop", "root", "consequence"]
    ])
  })

  it("any run equals itself, and comparing says the same every time", () => {
    fc.assert(
      fc.property(anyRun, anyRun, (left, right) => {
        assert.isTrue(diffRuns(left, left).equal)
        assert.deepStrictEqual(diffRuns(left, right), diffRuns(left, right))
        const there = diffRuns(left, right)
        const back = diffRuns(right, left)
        assert.strictEqual(there.equal, back.equal)
        assert.deepStrictEqual(
          there.nodes.map((node) => `${node.execution} ${node.kind}`).toSorted(),
          back.nodes.map((node) => `${node.execution} ${node.kind}`).toSorted()
        )
      }),
      { numRuns: 100 }
    )
  })

  it("takes time in proportion to the runs", () => {
    const chain = (length: number, value: number): StoredRun => {
      const nodes = Array.from({ length }, (_, index) => ({ id: `n${index}` }))
      const edges = nodes.slice(1).map(({ id }, index) => edge(`n${index}`, id))
      const run = new MadeRun(nodes, { edges })
      for (const [index, { id }] of nodes.entries()) {
        run.started(id, { node: index }).finished(id, { node: index, outputs: { v: value } })
      }
      return run.ended()
    }
    const time = (length: number): number => {
      const left = chain(length, 1)
      const right = chain(length, 2)
      const times = Array.from({ length: 9 }, () => {
        const before = performance.now()
        assert.strictEqual(diffRuns(left, right).nodes.length, length)
        return performance.now() - before
      })
      return Math.min(...times)
    }
    time(500)
    // Eight times the nodes: a comparison that looks at all pairs would take 64 times as long.
    assert.isBelow(time(4000) / time(500), 32)
  })
})
