import { Effect, Layer, Stream } from "effect"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { RunStore } from "../store/run_store.ts"
import type { ValueObject } from "../value/value.ts"
import type { RunValues } from "./accept_run.ts"
import type { Fact } from "./fact.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunEvent } from "./run_event.ts"
import type { RunOptions } from "./run_options.ts"
import type { RunResult } from "./run_result.ts"
import type { Workflow } from "./workflow.ts"

/** The engine on a memory store. */
export const engineLayer = RunEngine.layer.pipe(Layer.provideMerge(layerMemoryRunStore()))

/** A run that ended, seen from everywhere. */
export interface EndedRun {
  readonly result: RunResult
  readonly events: ReadonlyArray<RunEvent>
  readonly facts: ReadonlyArray<Fact>
  /** Events as short text: `node_started a`, `chunk a hello`. */
  readonly path: ReadonlyArray<string>
}

const short = (event: RunEvent): string => {
  if (event.event === "chunk") return `chunk ${event.node_id} ${JSON.stringify(event.text)}`
  if (event.event === "edge_taken" || event.event === "edge_skipped") {
    return `${event.event === "edge_taken" ? "E" : "X"} ${event.node_id}>${event.target_node_id}`
  }
  return "node_id" in event ? `${event.event} ${event.node_id}` : event.event
}

/** Runs a workflow to its end. */
export const runToEnd = (
  workflow: Workflow,
  inputs: ValueObject = {},
  options: RunOptions = {},
  given: Partial<RunValues> = {}
): Effect.Effect<EndedRun> =>
  Effect.gen(function* () {
    const engine = yield* RunEngine
    const store = yield* RunStore
    const values = { inputs, files: [], environment: {}, conversation: {}, mocks: {}, ...given }
    const run = yield* engine.start(workflow, values, options)
    const events = yield* Stream.runCollect(run.events)
    const result = yield* run.result
    const stored = yield* store.find(run.id)
    return { result, events, facts: stored?.facts() ?? [], path: events.map(short) }
  }).pipe(Effect.provide(engineLayer), Effect.orDie)
