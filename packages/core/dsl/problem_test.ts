import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { testRegistry } from "./_test_registry.ts"
import { dslErrorOf } from "./problem.ts"
import { readWorkflow } from "./read_workflow.ts"

describe("dslErrorOf", () => {
  it("is nothing for a file without problems", () => {
    assert.isUndefined(dslErrorOf([]))
  })

  it("raises the very code of a single problem, with its place", () => {
    const { problems } = readWorkflow("nodes: 1", testRegistry)
    const error = dslErrorOf(problems)
    assert.strictEqual(error?.code, "graph_nodes_invalid")
    assert.strictEqual(error?.message, "line 1, column 8: nodes must be a list")
    assert.deepStrictEqual(error?.params, problems[0])
    assert.strictEqual(error?.status, 400)
  })

  it("raises dsl_invalid with all problems when there are several", () => {
    const { problems } = readWorkflow("nodes:\n- 1\n- 2\n", testRegistry)
    const error = dslErrorOf(problems)
    assert.strictEqual(error?.code, "dsl_invalid")
    assert.deepStrictEqual(error?.params, { problems })
    assert.include(error?.message, "line 2, column 3: a node must be a mapping with id and data (graph_node_invalid)")
  })
})
