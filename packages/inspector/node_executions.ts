import {
  type ErrorData,
  maskError,
  type NodeFinished,
  type PlainObject,
  type StoredRun,
  toPlain,
  type ValueObject
} from "@flowglass/core"
import { executionKeys } from "./execution_keys.ts"
import { runMask } from "./secret/run_mask.ts"

/** The container that an execution ran in, and the round, from 0. */
export interface ExecutionParent {
  readonly node_id: string
  readonly round: number
}

/** One execution of a node: its latest attempt, with everything it took and gave as plain data, secrets masked. */
export interface NodeExecutionReport {
  /** Position by start, from 1. */
  readonly index: number
  /** Names the execution in every run that takes the same way: frame path and node. */
  readonly key: string
  readonly nodeId: string
  readonly type: string
  readonly title: string
  /** The node whose end made it ready; null at the start of a graph or round. */
  readonly predecessor: string | null
  readonly parent: ExecutionParent | null
  readonly status: NodeFinished["status"] | "running" | "paused"
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number | null
  /** Milliseconds. */
  readonly elapsed: number
  readonly mocked: boolean
  readonly inputs: PlainObject
  readonly processData: PlainObject
  readonly outputs: PlainObject
  readonly metadata: PlainObject
  readonly totalTokens: number
  readonly error: ErrorData | null
}

const nothing: PlainObject = {}

const plainFields = (values: ValueObject): PlainObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)]))

/**
 * All executions of a run in the order in which they started, rounds of containers included.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { layerMemory, nodeExecutions } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: { nodes: [
 *     { id: "start", data: { type: "start", variables: [] } },
 *     { id: "end", data: { type: "end", outputs: [] } }
 *   ], edges: [{ source: "start", target: "end" }] } }
 * })
 * const program = Effect.gen(function* () {
 *   const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }))
 *   const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
 *   return run === undefined ? [] : nodeExecutions(run).map(({ nodeId, status }) => [nodeId, status])
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => [["start", "succeeded"], ["end", "succeeded"]]
 * ```
 */
export const nodeExecutions = (run: StoredRun): ReadonlyArray<NodeExecutionReport> => {
  const { nodes } = run.graph
  const mask = runMask(run)
  const shown = (values: ValueObject): PlainObject => plainFields(mask.fields(values))
  const reports = new Map<string, NodeExecutionReport>()
  const parents = new Map<number, ExecutionParent>()
  const predecessors = new Map<string, string>()
  const executionKey = executionKeys(run)
  const keyOf = ({ frame, node }: { readonly frame: number; readonly node: number }): string => `${frame}/${node}`
  const change = (key: string, changes: Partial<NodeExecutionReport>): void => {
    const report = reports.get(key)
    if (report !== undefined) reports.set(key, { ...report, ...changes })
  }
  for (const fact of run.facts()) {
    switch (fact.kind) {
      case "frame_started":
        parents.set(fact.frame, { node_id: nodes[fact.container]?.id ?? "", round: fact.round })
        break
      case "node_started": {
        const key = keyOf(fact)
        const node = nodes[fact.node]
        if (reports.has(key)) change(key, { attempts: fact.attempt + 1, status: "running" })
        else {
          reports.set(key, {
            index: reports.size + 1,
            key: executionKey(fact.frame, fact.node),
            nodeId: node?.id ?? "",
            type: node?.type ?? "",
            title: node?.title ?? "",
            predecessor: predecessors.get(key) ?? null,
            parent: parents.get(fact.frame) ?? null,
            status: "running",
            attempts: fact.attempt + 1,
            startedAt: fact.at,
            finishedAt: null,
            elapsed: 0,
            mocked: false,
            inputs: nothing,
            processData: nothing,
            outputs: nothing,
            metadata: nothing,
            totalTokens: 0,
            error: null
          })
        }
        break
      }
      case "node_paused":
        change(keyOf(fact), { status: "paused" })
        break
      case "node_resumed":
        change(keyOf(fact), { status: "running" })
        break
      case "node_finished":
        for (const ready of fact.ready) {
          predecessors.set(keyOf({ frame: fact.frame, node: ready }), nodes[fact.node]?.id ?? "")
        }
        change(keyOf(fact), {
          status: fact.status,
          finishedAt: fact.at,
          elapsed: fact.elapsed,
          mocked: fact.mocked,
          inputs: shown(fact.inputs),
          processData: shown(fact.processData),
          outputs: shown(fact.outputs),
          metadata: shown(fact.metadata),
          totalTokens: fact.usage?.total_tokens ?? 0,
          error: fact.error === undefined ? null : maskError(fact.error, mask.value)
        })
        break
      default:
    }
  }
  return [...reports.values()]
}
