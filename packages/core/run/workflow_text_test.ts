import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { readWorkflow } from "../dsl/read_workflow.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { workflowText } from "./workflow_text.ts"

const graphOf = (title: string): RunGraph => ({
  name: title,
  mode: "workflow",
  dslVersion: "0.6.0",
  hash: "",
  nodes: [{ id: "s", type: "unheard", version: "1", title, data: { title, variables: [] }, outputs: [] }],
  edges: [],
  root: "s",
  secretNames: []
})

const titleRead = Effect.fnUntraced(function* (title: string) {
  const registry = yield* NodeRegistry
  const { document, problems } = readWorkflow(workflowText(graphOf(title)), registry)
  return [document.nodes[0]?.title, problems.filter(({ code }) => code === "dsl_yaml_invalid")]
})

describe("workflowText", () => {
  it.effect.each(["\u009b31m", "a\u2028b\u0085c", "\ufeffx", "\ufffe", "tab\tand \u0000", "\ud800"])(
    "keeps %j",
    (title) =>
      titleRead(title).pipe(
        Effect.map((read) => expect(read).toEqual([title, []])),
        Effect.provide(NodeRegistry.layer([]))
      )
  )

  it.effect("keeps any text", () =>
    Effect.gen(function* () {
      const registry = yield* NodeRegistry
      fc.assert(
        fc.property(fc.string({ unit: "binary", minLength: 1 }), (title) => {
          const read = readWorkflow(workflowText(graphOf(title)), registry)
          expect(read.document.nodes[0]?.title).toBe(title)
        })
      )
    }).pipe(Effect.provide(NodeRegistry.layer([])))
  )
})
