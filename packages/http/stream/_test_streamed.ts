import { LanguageModels, type ModelScript, type RunEvent, type RunOptions, WorkflowRunner } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Stream } from "effect"
import type { RunStarter } from "../run/run_starter.ts"
import type { TestContent } from "./_test_workflows.ts"
import type { WireEvent } from "./wire_event.ts"
import { WireProjection } from "./wire_projection.ts"
import type { WireSource } from "./wire_source.ts"

const starter: RunStarter = { role: "end_user", id: "eu-1", user: "ada" }

/** A run of a stored workflow, as the wire shows it. */
export interface StreamedRun {
  readonly records: ReadonlyArray<WireEvent>
  /** Short text for each record: its event, then node, round, text or status. */
  readonly path: ReadonlyArray<string>
  readonly events: ReadonlyArray<RunEvent>
}

const short = (record: WireEvent): string => {
  switch (record.event) {
    case "text_chunk":
      return `text_chunk ${JSON.stringify(record.data.text)}`
    case "message":
      return `message ${JSON.stringify(record.answer)}`
    case "node_retry":
      return `node_retry ${record.data.node_id} ${record.data.retry_index}`
    case "node_finished":
    case "iteration_completed":
    case "loop_completed":
      return `${record.event} ${record.data.node_id} ${record.data.status}`
    case "iteration_next":
    case "loop_next":
      return `${record.event} ${record.data.index}`
    case "workflow_finished":
      return `workflow_finished ${record.data.status}`
    case "node_started":
    case "iteration_started":
    case "loop_started":
      return `${record.event} ${record.data.node_id}`
    default:
      return record.event
  }
}

/** The records of events that were made by hand or by the engine. */
export const recordsOf = (
  events: ReadonlyArray<RunEvent>,
  source: Partial<WireSource> = {}
): ReadonlyArray<WireEvent> => {
  const whole = { runId: "r", taskId: "task", workflowId: "w", starter, chat: undefined, truncates: false, ...source }
  const projection = new WireProjection(whole)
  return events.flatMap((event) => projection.project(event))
}

/** Runs a workflow with a scripted model and shows what a client of the stream reads. */
export const streamed = (
  content: TestContent,
  script: ModelScript,
  options: RunOptions & { readonly mode?: string; readonly stopAt?: string } = {},
  source: Partial<WireSource> = {}
): Effect.Effect<StreamedRun> => {
  const { mode = "workflow", stopAt, ...given } = options
  const data = {
    app: { name: "Test", mode },
    version: "0.6.0",
    workflow: {
      graph: content.graph,
      features: content.features,
      environment_variables: content.environmentVariables,
      conversation_variables: content.conversationVariables
    }
  }
  return Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const run = yield* runner.start({ data }, given)
    const watch = (event: RunEvent) =>
      event.event === "node_started" && event.node_id === stopAt ? run.stop() : Effect.void
    const events = yield* Stream.runCollect(Stream.tap(run.events, watch))
    const records = recordsOf(events, { runId: run.id, ...source })
    return { records, path: records.map(short), events }
  }).pipe(Effect.provide(layerEngine({ models: LanguageModels.layerScripted(script) })), Effect.orDie)
}
