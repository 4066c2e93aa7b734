import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { iterationStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { runToEnd } from "./_test_run_to_end.ts"
import type { Fact } from "./fact.ts"
import type { RunEvent } from "./run_event.ts"
import type { Workflow } from "./workflow.ts"

const nodes: ReadonlyArray<TestNode> = [
  { id: "s", type: startNode },
  { id: "m", type: speakNode, config: { text: "a b", fails: 1 }, policy: { maximumRetries: 1 } },
  {
    id: "it",
    type: iteration,
    config: { start_node_id: "its", iterator_selector: ["s", "v"], output_selector: ["n", "v"] }
  },
  { id: "its", type: iterationStart, parent: "it" },
  { id: "n", type: incrementNode, parent: "it", config: { from: "it", delay: 0 } },
  { id: "a", type: showNode, config: { template: "{{#m.text#}}" } }
]

const workflow = graphWorkflow(nodes, [
  ["s", "m"],
  ["s", "it"],
  ["its", "n"],
  ["m", "a"],
  ["it", "a"]
])

/** The events of a run that goes on from its first facts, as after a crash. */
const eventsFrom = (continued: Workflow, prefix: ReadonlyArray<Fact>) =>
  Effect.flatMap(continuedRun(continued, prefix), ({ run, writer }) =>
    Effect.map(Stream.runCollect(run.events), (events) => ({ events, facts: writer.facts() }))
  )

const named = (events: ReadonlyArray<RunEvent>, pattern: RegExp): ReadonlyArray<string> =>
  events
    .filter(({ event }) => pattern.test(event))
    .map((event) => ("execution" in event ? event.execution : event.event))
    .toSorted()

describe("a run that was rebuilt in the middle", () => {
  it.live("tells of every execution's start once and of its end once, wherever it was cut", () =>
    Effect.gen(function* () {
      const { facts, events } = yield* runToEnd(workflow, { v: [1, 2] })
      const started = named(events, /^node_started$/)
      let again = 0
      for (let length = 1; length <= facts.length; length++) {
        const continued = yield* eventsFrom(workflow, facts.slice(0, length))
        assert.deepStrictEqual(named(continued.events, /^node_started$/), started, `after ${length} facts`)
        assert.deepStrictEqual(named(continued.events, /^node_(succeeded|failed|exception|stopped)$/), started)
        assert.deepStrictEqual(named(continued.events, /^run_/), ["run_started", "run_succeeded"])
        assert.deepStrictEqual(
          continued.events.map(({ seq }) => seq),
          continued.events.map((_, index) => index + 1)
        )
        const starts = continued.facts.filter((fact) => fact.kind === "node_started" && fact.attempt === 0)
        if (starts.length > facts.filter((fact) => fact.kind === "node_started" && fact.attempt === 0).length) again++
      }
      // Executions in flight did begin again: otherwise this would prove nothing.
      assert.isAbove(again, 0)
    })
  )
})
