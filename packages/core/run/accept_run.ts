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
    ["workflow_id", options.workflowId ?? graph.hash],
    ["workflow_run_id", runId]
  ]
  if (graph.mode === "workflow") return objectFrom([...shared, ["timestamp", Math.floor(at / 1000)]])
  return objectFrom([
    ...shared,
    ["query", (options.query ?? "").replaceAll("\0", "")],
    ["conversation_id", options.conversationId ?? runId],
    ["dialogue_count", (options.history?.length ?? 0) + 1]
  ])
}

/** A node may take as long as its run, unless its own limit is given. */
const limitsOf = ({ limits }: RunOptions): RunLimits => {
  if (limits === undefined) return defaultRunLimits
  const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
  return { ...defaultRunLimits, nodeTime: limits.time ?? defaultRunLimits.nodeTime, ...given }
}

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
  workflowId: options.workflowId ?? graph.hash,
  ...(options.workflowVersion === undefined ? {} : { workflowVersion: options.workflowVersion }),
  ...(options.createdBy === undefined ? {} : { createdBy: options.createdBy }),
  inputs: values.inputs,
  system: systemOf(graph, values, options, runId, at),
  environment: values.environment,
  conversation: graph.mode === "workflow" ? none : values.conversation,
  ...(graph.mode === "workflow" || options.history === undefined
    ? {}
    : { history: options.history.map(({ query, answer }) => ({ query, answer })) }),
  limits: limitsOf(options),
  mocks: values.mocks,
  mockExternals: options.mockExternals ?? false
})
