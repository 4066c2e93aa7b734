import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { NodeRequirementMissing } from "../error/requirement_errors.ts"
import { defineNode } from "../node/define_node.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { startNode } from "./_test_nodes.ts"
import { preflight } from "./preflight.ts"

/** A node type of a host that needs a scale, and is never asked to run without one. */
const scaleNode = defineNode({
  type: "acme/scale",
  version: "1",
  kind: "executable",
  summary: "Weighs something.",
  config: Schema.Struct({ name: Schema.String }),
  outputs: () => [{ name: "grams", type: "number", required: true }],
  errors: [NodeRequirementMissing],
  example: { config: { name: "kitchen" }, outputs: { grams: 1 } },
  requirements: ({ name }) =>
    Effect.succeed([
      { kind: "mapping", error: new NodeRequirementMissing({ message: `There is no scale "${name}" here.` }) }
    ]),
  run: () => ({ outputs: { grams: 1 } })
})

const scales = graphWorkflow(
  [
    { id: "start", type: startNode },
    { id: "a", type: scaleNode, config: { name: "kitchen" } },
    { id: "b", type: scaleNode, config: { name: "__proto__" } }
  ],
  [
    ["start", "a"],
    ["a", "b"]
  ]
)

const refusal = (mocked: ReadonlyArray<string>) => Effect.flip(preflight(scales, (node) => mocked.includes(node.id)))

describe("preflight", () => {
  it.effect("a requirement of a host's node type refuses the run with its own code", () =>
    Effect.gen(function* () {
      const error = yield* refusal(["a"])
      assert.strictEqual(error.code, "node_requirement_missing")
      assert.strictEqual(error.message, 'There is no scale "__proto__" here.')
    })
  )

  it.effect("several are listed together, node by node", () =>
    Effect.gen(function* () {
      const error = yield* refusal([])
      assert.strictEqual(error.code, "preflight_failed")
      assert.deepStrictEqual(error.params, {
        problems: [
          { node_id: "a", code: "node_requirement_missing", message: 'There is no scale "kitchen" here.' },
          { node_id: "b", code: "node_requirement_missing", message: 'There is no scale "__proto__" here.' }
        ]
      })
    })
  )

  it.effect("a mocked node needs nothing", () => preflight(scales, () => true))
})
