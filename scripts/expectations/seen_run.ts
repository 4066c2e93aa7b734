import type { RunEvent } from "@flowglass/core"

/** A run as a consumer saw it. */
export interface SeenRun {
  readonly events: ReadonlyArray<RunEvent>
  /** Milliseconds that its consumer waited. */
  readonly took: number
}

export type Chunk = Extract<RunEvent, { readonly event: "chunk" }>
export type RunEnd = Extract<RunEvent, { readonly outputs: unknown; readonly total_steps: number }>

/** The terminal event; undefined when the last one is none. */
export const endOf = ({ events }: SeenRun): RunEnd | undefined => {
  const last = events.at(-1)
  return last !== undefined && "total_steps" in last ? last : undefined
}

const statuses = {
  run_succeeded: "succeeded",
  run_partial_succeeded: "partial-succeeded",
  run_failed: "failed",
  run_stopped: "stopped"
} as const

/** The status a run ended with; `-` when it did not end. */
export const statusOf = (run: SeenRun): string => {
  const end = endOf(run)
  return end === undefined ? "-" : statuses[end.event]
}

export const chunksOf = ({ events }: SeenRun): ReadonlyArray<Chunk> =>
  events.filter((event): event is Chunk => event.event === "chunk")

/** Where an event of a node, or of the run when there is none, comes; -1 when it does not. */
export const positionOf = ({ events }: SeenRun, name: RunEvent["event"], node?: string): number =>
  events.findIndex(
    (event) => event.event === name && (node === undefined || ("node_id" in event && event.node_id === node))
  )

/** The execution key a node ran under. */
export const executionOf = ({ events }: SeenRun, node: string): string | undefined => {
  const started = events.find((event) => event.event === "node_started" && event.node_id === node)
  return started?.event === "node_started" ? started.execution : undefined
}

/** Ids of the nodes that have an event of this name, in order. */
export const nodesWith = ({ events }: SeenRun, name: RunEvent["event"]): ReadonlyArray<string> =>
  events.flatMap((event) =>
    event.event === name && "node_id" in event && event.node_id !== undefined ? [event.node_id] : []
  )
