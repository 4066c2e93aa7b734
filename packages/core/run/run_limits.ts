import { defaultNodeLimits, type NodeLimits } from "../node/node_context.ts"

/** Limits of a run. Times are milliseconds. */
export interface RunLimits extends NodeLimits {
  /** Node starts of the root frame; beyond it the run fails with `run_step_limit_exceeded`. */
  readonly steps: number
  /** Wall time; beyond it the run fails with `run_time_limit_exceeded`. */
  readonly time: number
  /** Nodes of one run that work at the same time. */
  readonly concurrency: number
}

/** Dify 1.14.2's defaults: 500 steps, 1200 seconds, 10 nodes at a time. */
export const defaultRunLimits: RunLimits = { ...defaultNodeLimits, steps: 500, time: 1_200_000, concurrency: 10 }
