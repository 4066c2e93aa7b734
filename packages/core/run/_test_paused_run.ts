import { Effect, Stream } from "effect"
import { humanInput } from "../node/human_input.ts"
import { RunStore } from "../store/run_store.ts"
import type { ValueObject } from "../value/value.ts"
import type { TestNode } from "./_test_graph_workflow.ts"
import type { RunValues } from "./accept_run.ts"
import type { Fact } from "./fact.ts"
import type { Run } from "./run.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunEvent } from "./run_event.ts"
import type { RunOptions } from "./run_options.ts"
import type { Workflow } from "./workflow.ts"

/** A node that asks for a note and offers two ways, unless told otherwise. */
export const askNode = (id: string, config: object = {}, parent?: string): TestNode => ({
  id,
  type: humanInput,
  config: {
    form_content: `Note of ${id}: {{#$output.note#}}`,
    inputs: [{ type: "paragraph", output_variable_name: "note" }],
    user_actions: [
      { id: "yes", title: "Yes, please" },
      { id: "no", title: "No" }
    ],
    ...config
  },
  ...(parent === undefined ? {} : { parent })
})

/** Starts a workflow. */
export const startWorkflow = (
  workflow: Workflow,
  inputs: ValueObject = {},
  options: RunOptions = {},
  given: Partial<RunValues> = {}
) =>
  Effect.flatMap(RunEngine, (engine) => {
    const values = { inputs, files: [], environment: {}, conversation: {}, mocks: {}, ...given }
    return Effect.orDie(engine.start(workflow, values, options))
  })

/** The facts of a run so far. */
export const factsOf = (run: Run): Effect.Effect<ReadonlyArray<Fact>, never, RunStore> =>
  Effect.flatMap(RunStore, (store) =>
    Effect.map(Effect.orDie(store.find(run.id)), (stored) => [...(stored?.facts() ?? [])])
  )

/** The events of a run up to the last one of this name. */
export const eventsUntil = (run: Run, name: RunEvent["event"], times = 1): Effect.Effect<ReadonlyArray<RunEvent>> =>
  Effect.suspend(() => {
    let seen = 0
    return Stream.runCollect(Stream.takeUntil(run.events, ({ event }) => event === name && ++seen === times))
  })

/** Events as short text: `node_started a`. */
export const shortEvents = (events: ReadonlyArray<RunEvent>): ReadonlyArray<string> =>
  events.flatMap((event) => {
    if (event.event === "edge_taken" || event.event === "edge_skipped") return []
    if (event.event === "chunk") return [`chunk ${event.node_id} ${JSON.stringify(event.text)}`]
    return ["node_id" in event ? `${event.event} ${event.node_id}` : event.event]
  })
