import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../node/define_node.ts"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import type { RunOptions } from "./run_options.ts"
import type { Workflow } from "./workflow.ts"

export const start: TestNode = { id: "s", type: startNode }

export const increment = (id: string, from: string, delay?: number): TestNode => ({
  id,
  type: incrementNode,
  config: { from, ...(delay === undefined ? {} : { delay }) }
})

export const values = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }

/** Lets others have their turn, once or `turns` times, but waits for no time. */
export const yieldNode = defineNode({
  ...incrementNode.description,
  type: "yield",
  config: Schema.Struct({ turns: Schema.optionalKey(Schema.Number) }),
  outputs: () => [],
  run: ({ turns }) => Effect.as(Effect.repeat(Effect.yieldNow, { times: (turns ?? 1) - 1 }), { outputs: {} })
})

export const chain = (length: number, node: (index: number) => TestNode): Workflow => {
  const nodes = [start, ...Array.from({ length }, (_, index) => node(index))]
  return graphWorkflow(
    nodes,
    nodes.slice(1).map((node, index): TestEdge => [nodes[index]?.id ?? "", node.id])
  )
}

export const atMost = (workflow: Workflow, options: RunOptions = {}) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(runToEnd(workflow, {}, options))
    yield* TestClock.adjust(60_000)
    return yield* Fiber.join(fiber)
  })
