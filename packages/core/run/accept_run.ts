import type { RunGraph } from "../graph/run_graph.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, objectFrom } from "../value/value_object.ts"
import { engineVersion } from "./engine_version.ts"
import type { RunAccepted } from "./fact.ts"
import type { Mocks } from "./mocks.ts"
import { defaultRunLimits, type RunLimits } from "./run_limits.ts"
import type { RunOptions } from "./run_options.ts"

/** The values of a run after validation. */
export interface RunValues {
  readonly inputs: ValueObject
  readonly files: ReadonlyArray<Value>
  readonly environment: ValueObject
  readonly conversation: ValueObject
  readonly mocks: Mocks
}

const none = emptyObject()

/** The system variables of a run, as Dify sets them for its mode. */
const systemOf = (graph: RunGraph, values: RunValues, options: RunOptions, runId: string, at: number): ValueObject => {
  const shared: ReadonlyArray<readonly [string, Value]> = [
    ["files", values.files],
    ["user_id", options.userId ?? "local"],
    ["app_id", options.appId ?? "local"],
    ["workflow_id", graph.hash],
    ["workflow_run_id", runId]
  ]
  if (graph.mode === "workflow") return objectFrom([...shared, ["timestamp", Math.floor(at / 1000)]])
  return objectFrom([
    ...shared,
    ["query", options.query ?? ""],
    ["conversation_id", options.conversationId ?? runId],
    ["dialogue_count", 1]
  ])
}

/** At least one node works at a time: otherwise a run would end before anything has run. */
const concurrencyOf = ({ concurrency }: Partial<RunLimits>): Pick<RunLimits, "concurrency"> => ({
  concurrency:
    concurrency === undefined || Number.isNaN(concurrency) ? defaultRunLimits.concurrency : Math.max(1, concurrency)
})

/** A node may take as long as its run, unless its own limit is given. */
const limitsOf = ({ limits }: RunOptions): RunLimits =>
  limits === undefined
    ? defaultRunLimits
    : { ...defaultRunLimits, nodeTime: limits.time ?? defaultRunLimits.nodeTime, ...limits, ...concurrencyOf(limits) }

/** The fact that a run exists. */
export const acceptRun = (
  graph: RunGraph,
  values: RunValues,
  options: RunOptions,
  runId: string,
  at: number
): Omit<RunAccepted, "seq" | "epoch" | "version"> => ({
  kind: "run_accepted",
  at,
  runId,
  engine: engineVersion,
  trigger: options.trigger ?? "debugging",
  tenantId: options.tenantId ?? "local",
  appId: options.appId ?? "local",
  workflowId: graph.hash,
  inputs: values.inputs,
  system: systemOf(graph, values, options, runId, at),
  environment: values.environment,
  conversation: graph.mode === "workflow" ? none : values.conversation,
  limits: limitsOf(options),
  mocks: values.mocks,
  mockExternals: options.mockExternals ?? false
})
