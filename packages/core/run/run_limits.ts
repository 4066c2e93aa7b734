import { Schema } from "effect"
import { defaultNodeLimits, NodeLimits } from "../node/node_context.ts"

/** Limits of a run. Times are milliseconds. */
export const RunLimits = Schema.Struct({
  ...NodeLimits.fields,
  /** Node starts of the root frame; beyond it the run fails with `run_step_limit_exceeded`. */
  steps: Schema.Number,
  /** Wall time; beyond it the run fails with `run_time_limit_exceeded`. */
  time: Schema.Number,
  /** Time of one attempt of a node; beyond it the node fails with `node_time_limit_exceeded`. */
  nodeTime: Schema.Number,
  /** Nodes of one run that work at the same time. */
  concurrency: Schema.Number
})
export type RunLimits = typeof RunLimits.Type

/** Dify 1.14.2's defaults: 500 steps, 1200 seconds, 10 nodes at a time; a node may take as long as its run. */
export const defaultRunLimits: RunLimits = {
  ...defaultNodeLimits,
  steps: 500,
  time: 1_200_000,
  nodeTime: 1_200_000,
  concurrency: 10
}
