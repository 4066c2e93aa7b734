import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import type { Workflow } from "./workflow.ts"

export const start: TestNode = { id: "s", type: startNode }

export const show = (id: string, template: string): TestNode => ({ id, type: showNode, config: { template } })

export const increment = (id: string, from: string, delay = 0): TestNode => ({
  id,
  type: incrementNode,
  config: { from, delay }
})

export const speak = (id: string, text: string, extra: { delay?: number; fails?: number } = {}): TestNode => ({
  id,
  type: speakNode,
  config: { text, ...extra },
  ...(extra.fails === undefined ? {} : { policy: { maximumRetries: extra.fails } })
})

export const parity = (id: string, from: string): TestNode => ({ id, type: parityNode, config: { from } })

/** A run whose nodes need at most a minute. */
export const settle = (workflow: Workflow) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(runToEnd(workflow))
    yield* TestClock.adjust(60_000)
    return yield* Fiber.join(fiber)
  })
