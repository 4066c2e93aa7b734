import { Schema } from "effect"
import { CountLimit, TimeLimit, unlessUsual } from "../node/limit_kind.ts"
import { defaultNodeLimits, NodeLimits } from "../node/node_context.ts"
import { defaultValueSize } from "../value/default_value_size.ts"

/** JavaScript holds no longer text than 536,870,888 characters; an answer made of everything allowed must fit. */
const characters = (most: number, usual: number) =>
  unlessUsual(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: most })).annotate({
      description: `a whole number from 1 to ${most}`
    }),
    usual
  )

/** Seven days. */
const defaultFormTime = 604_800_000

const defaultRunSize = 256 * 1024 * 1024

/**
 * Limits of a run. Times are milliseconds, sizes characters. Each is finite: a run that could go on for ever is none
 * that anybody wants in a process of theirs.
 */
export const RunLimits = Schema.Struct({
  ...NodeLimits.fields,
  /** Node starts of the root frame; beyond it the run fails with `run_step_limit_exceeded`. */
  steps: CountLimit,
  /** Wall time since the run began, or was resumed last; beyond it the run fails with `run_time_limit_exceeded`. */
  time: TimeLimit,
  /** Time of one attempt of a node; beyond it the node fails with `node_time_limit_exceeded`. */
  nodeTime: TimeLimit,
  /**
   * How long a form may wait, whatever its node says; beyond it the run is stopped with
   * `human_input_time_limit_exceeded`.
   */
  formTime: unlessUsual(TimeLimit, defaultFormTime),
  /** Nodes of one run that work at the same time. */
  concurrency: CountLimit,
  /** What one execution gives, written as JSON; beyond it the node fails with `value_too_large`. */
  outputSize: characters(100_000_000, defaultValueSize),
  /**
   * What a run keeps: every output and changed variable as often as it is given, written as JSON, and something for
   * each start, attempt and round. Beyond it the run fails with `run_size_limit_exceeded`. It is what bounds the rounds
   * of containers and the attempts of nodes, which Dify limits in its editor only.
   */
  runSize: characters(400_000_000, defaultRunSize)
})
export type RunLimits = typeof RunLimits.Type

/**
 * Dify 1.14.2's defaults: 500 steps, 1200 seconds, 10 nodes at a time, seven days for a form; a node may take as long as
 * its run.
 */
export const defaultRunLimits: RunLimits = {
  ...defaultNodeLimits,
  steps: 500,
  time: 1_200_000,
  nodeTime: 1_200_000,
  formTime: defaultFormTime,
  concurrency: 10,
  outputSize: defaultValueSize,
  runSize: defaultRunSize
}
