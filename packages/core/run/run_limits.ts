import { Schema } from "effect"
import { defaultNodeLimits, NodeLimits } from "../node/node_context.ts"

/** Limits of a run. Times are milliseconds. */
export const RunLimits = Schema.Struct({
  ...NodeLimits.fields,
  /** Node starts of the root frame; beyond it the run fails with `run_step_limit_exceeded`. */
  steps: Schema.Number,
  /** Wall time; beyond it the run fails with `run_time_limit_exceeded`. */
  time: Schema.Number,
  /** Nodes of one run that work at the same time. */
  concurrency: Schema.Number
})
export type RunLimits = typeof RunLimits.Type

/** Dify 1.14.2's defaults: 500 steps, 1200 seconds, 10 nodes at a time. */
export const defaultRunLimits: RunLimits = { ...defaultNodeLimits, steps: 500, time: 1_200_000, concurrency: 10 }
