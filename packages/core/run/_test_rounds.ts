import { assert } from "@effect/vitest"
import { iterationStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import type { ValueArray } from "../value/value.ts"
import type { TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import type { EndedRun } from "./_test_run_to_end.ts"

export const start: TestNode = { id: "s", type: startNode }

export const iterate = (config: { readonly [name: string]: unknown }, parent?: string): ReadonlyArray<TestNode> => [
  {
    id: "it",
    type: iteration,
    config: { start_node_id: "its", iterator_selector: ["s", "v"], ...config },
    ...(parent && { parent })
  },
  { id: "its", type: iterationStart, parent: "it" }
]

export const inside = (parent: string, node: TestNode): TestNode => ({ ...node, parent })

export const increment = (id: string, from: string, extra: { delay?: number; fails?: number } = {}): TestNode => ({
  id,
  type: incrementNode,
  config: { from, ...extra }
})

export const list = (...items: ValueArray) => ({ v: items })

export const passed = (run: EndedRun): EndedRun => {
  assert.strictEqual(run.result.status, "succeeded", run.result.error?.message)
  return run
}

export const finishes = (run: EndedRun, node: string) =>
  run.events.flatMap((event) => (event.event === "node_succeeded" && event.node_id === node ? [event] : []))
