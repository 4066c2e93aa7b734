import {
  type ErrorData,
  type PausedForm,
  type RunResult,
  type StoredRun,
  toPlain,
  type ValueObject
} from "@flowglass/core"
import { type NodeExecutionReport, nodeExecutions } from "@flowglass/inspector"

/** One node execution in `--format json`. */
export interface NodeReport {
  readonly node_id: string
  readonly type: string
  readonly title: string
  readonly status: NodeExecutionReport["status"]
  readonly attempts: number
  readonly elapsed_ms: number
  readonly mocked: boolean
  readonly inputs: PlainFields
  readonly outputs: PlainFields
  readonly error: ErrorData | null
  /** The container it ran in, and the round. */
  readonly parent: { readonly node_id: string; readonly round: number } | null
}

/** Named plain values. */
export interface PlainFields {
  readonly [name: string]: unknown
}

/** What `flowglass run --format json` prints. */
export interface RunReport {
  readonly run_id: string
  readonly status: string
  readonly outputs: PlainFields
  readonly error: ErrorData | null
  readonly elapsed_ms: number
  readonly total_tokens: number
  readonly total_steps: number
  readonly exceptions_count: number
  readonly nodes: ReadonlyArray<NodeReport>
  /** The forms that a paused run waits for; other runs have none. */
  readonly forms?: ReadonlyArray<PausedForm>
}

const plainFields = (values: ValueObject): PlainFields =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)]))

type Standing = Pick<RunReport, "elapsed_ms" | "total_tokens" | "total_steps" | "exceptions_count" | "forms">

/** How far a paused run is, and what it waits for. */
const standingOf = ({ elapsed_ms, total_tokens, total_steps, exceptions_count, forms }: RunResult): Standing => ({
  elapsed_ms,
  total_tokens,
  total_steps,
  exceptions_count,
  ...(forms === undefined ? {} : { forms })
})

/**
 * A run as the report of `--format json`: its executions in the order in which they started. `result` is how it stands,
 * where that is known.
 */
export const runReport = (run: StoredRun, result?: RunResult): RunReport => {
  const last = run.facts().findLast(({ kind }) => kind === "run_finished" || kind === "run_paused")
  const finished = last?.kind === "run_finished" ? last : undefined
  return {
    run_id: run.accepted.runId,
    status: finished?.status ?? (last === undefined ? "running" : "paused"),
    outputs: finished === undefined ? {} : plainFields(finished.outputs),
    error: finished?.error ?? null,
    elapsed_ms: finished?.elapsed ?? 0,
    total_tokens: finished?.totalTokens ?? 0,
    total_steps: finished?.totalSteps ?? 0,
    exceptions_count: finished?.exceptionsCount ?? 0,
    ...(result?.status === "paused" ? standingOf(result) : {}),
    nodes: nodeExecutions(run).map(nodeReport)
  }
}

const nodeReport = (execution: NodeExecutionReport): NodeReport => ({
  node_id: execution.nodeId,
  type: execution.type,
  title: execution.title,
  status: execution.status,
  attempts: execution.attempts,
  elapsed_ms: execution.elapsed,
  mocked: execution.mocked,
  inputs: execution.inputs,
  outputs: execution.outputs,
  error: execution.error,
  parent: execution.parent
})
