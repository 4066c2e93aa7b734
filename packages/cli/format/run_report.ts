import {
  type ErrorData,
  isValueObject,
  makeSecretMask,
  type NodeFinished,
  type StoredRun,
  secretsOf,
  toPlain,
  type Value,
  type ValueObject
} from "@flowglass/core"

/** One node execution in `--format json`. */
export interface NodeReport {
  readonly node_id: string
  readonly type: string
  readonly title: string
  readonly status: NodeFinished["status"] | "running" | "paused"
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
}

const plainFields = (values: Value): PlainFields =>
  isValueObject(values) ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)])) : {}

/** A run as the report of `--format json`: its executions in the order in which they started. */
export const runReport = (run: StoredRun): RunReport => {
  const mask = makeSecretMask(secretsOf(run.graph, run.accepted))
  const shown = (values: ValueObject): PlainFields => plainFields(mask(values))
  const reports = new Map<string, NodeReport>()
  const frames = new Map<number, NodeReport["parent"]>()
  let end: Pick<
    RunReport,
    "status" | "outputs" | "error" | "elapsed_ms" | "total_tokens" | "total_steps" | "exceptions_count"
  > = {
    status: "running",
    outputs: {},
    error: null,
    elapsed_ms: 0,
    total_tokens: 0,
    total_steps: 0,
    exceptions_count: 0
  }
  for (const fact of run.facts()) {
    if (fact.kind === "frame_started") {
      frames.set(fact.frame, { node_id: run.graph.nodes[fact.container]?.id ?? "", round: fact.round })
    } else if (fact.kind === "node_started") {
      const node = run.graph.nodes[fact.node]
      const key = `${fact.frame}/${fact.node}`
      reports.set(key, {
        node_id: node?.id ?? "",
        type: node?.type ?? "",
        title: node?.title ?? "",
        status: "running",
        attempts: fact.attempt + 1,
        elapsed_ms: 0,
        mocked: false,
        inputs: {},
        outputs: {},
        error: null,
        parent: frames.get(fact.frame) ?? null
      })
    } else if (fact.kind === "node_finished") {
      const key = `${fact.frame}/${fact.node}`
      const started = reports.get(key)
      if (started === undefined) continue
      reports.set(key, {
        ...started,
        status: fact.status,
        elapsed_ms: fact.elapsed,
        mocked: fact.mocked,
        inputs: shown(fact.inputs),
        outputs: shown(fact.outputs),
        error: fact.error ?? null
      })
    } else if (fact.kind === "run_paused") end = { ...end, status: "paused" }
    else if (fact.kind === "run_finished") {
      end = {
        status: fact.status,
        outputs: plainFields(fact.outputs),
        error: fact.error ?? null,
        elapsed_ms: fact.elapsed,
        total_tokens: fact.totalTokens,
        total_steps: fact.totalSteps,
        exceptions_count: fact.exceptionsCount
      }
    }
  }
  return { run_id: run.accepted.runId, ...end, nodes: [...reports.values()] }
}
