import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { edge, node, readGraph } from "./_test_file.ts"

const warningsOf = (source: unknown, handle: string) =>
  readGraph([node("s", "start"), source, node("z", "echo")], [edge("s", "n"), edge("n", "z", handle)]).problems.map(
    ({ code, message }) => `${code}: ${message}`
  )

describe("checkEdges", () => {
  const cases: ReadonlyArray<readonly [string, unknown, string, ReadonlyArray<string>]> = [
    ["a handle of a branch", node("n", "fork"), "right", []],
    [
      "a handle a branch does not have",
      node("n", "fork"),
      "up",
      ['graph_handle_dangling: "n" never selects "up"; it can select "left", "right"']
    ],
    ["any handle of a node that is no branch", node("n", "echo"), "whatever", []],
    ["the fail-branch of a branch", node("n", "fork", { error_strategy: "fail-branch" }), "fail-branch", []],
    ["the fail-branch of a node", node("n", "echo", { error_strategy: "fail-branch" }), "fail-branch", []],
    ["the success-branch of a node", node("n", "echo", { error_strategy: "fail-branch" }), "success-branch", []],
    [
      "another handle of a node with fail-branch",
      node("n", "echo", { error_strategy: "fail-branch" }),
      "true",
      ['graph_handle_dangling: "n" selects source or fail-branch, never "true"']
    ],
    [
      "a fail-branch that is not switched on",
      node("n", "echo"),
      "fail-branch",
      ['graph_handle_dangling: "n" has no fail-branch: this edge would be taken whatever happens']
    ]
  ]

  it.each(cases)("judges %s", (_, source, handle, expected) => {
    assert.deepStrictEqual(warningsOf(source, handle), expected)
  })

  it("refuses edges across the border of a container, and drops them", () => {
    const nodes = [
      node("s", "start"),
      node("i", "iteration", { start_node_id: "x" }),
      node("x", "echo", { iteration_id: "i" })
    ]
    const { document, problems } = readGraph(nodes, [edge("s", "i"), edge("s", "x"), edge("x", "i")])
    assert.deepStrictEqual(
      problems.map(({ code, severity, pointer }) => [code, severity, pointer]),
      [
        ["graph_edge_crosses_container", "error", "/workflow/graph/edges/1"],
        ["graph_edge_crosses_container", "error", "/workflow/graph/edges/2"]
      ]
    )
    assert.deepStrictEqual(
      document.edges.map(({ id }) => id),
      ["s-i"]
    )
  })
})
