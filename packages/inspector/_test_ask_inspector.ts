import type { StoredRun } from "@flowglass/core"
import { Effect } from "effect"
import { inspectorOf, type MadeNode, MadeRun } from "./_test_made_run.ts"
import type { OutputInspectionError } from "./error/inspector_errors.ts"
import { Inspector } from "./inspector.ts"

/** An output that most tests ask for. */
export const text = { name: "text", type: "string", required: true } as const

/** An agent that declares it. */
export const agent: MadeNode = { id: "agent-1", type: "agent", title: "Agent", outputs: [text] }

/** A node that declares nothing. */
export const tool: MadeNode = { id: "tool-1", type: "tool", title: "Tool" }

/** The id of made runs. */
export const runId = new MadeRun([]).accepted.runId

/** Asks the Inspector of one run. */
export const inspect = <A, E>(run: StoredRun, use: (inspector: Inspector["Service"]) => Effect.Effect<A, E>) =>
  Effect.provide(Effect.flatMap(Inspector, use), inspectorOf(run))

export const snapshotOf = (run: StoredRun) => inspect(run, (inspector) => inspector.snapshot(runId))

export const nodeOf = (run: StoredRun, node = "agent-1") => inspect(run, (inspector) => inspector.node(runId, node))

export const outputOf = (run: StoredRun, node: string, name: string) =>
  inspect(run, (inspector) => inspector.output(runId, node, name))

/** An error as it goes over the wire. */
export const wire = (error: OutputInspectionError): unknown => JSON.parse(JSON.stringify(error))
