import { Fact, RunGraph, type StoredRun } from "@flowglass/core"
import { Schema } from "effect"
import { runMask } from "../secret/run_mask.ts"
import { timeOf, withoutTime } from "./fact_times.ts"
import { maskFact } from "./mask_fact.ts"
import { type RunRecord, recordVersion } from "./run_record.ts"

const encodeGraph = Schema.encodeSync(RunGraph)
const encodeFact = Schema.encodeSync(Fact)

/** A run as a record, secrets masked: what `writeRecord` writes. */
export const recordOf = (run: StoredRun): RunRecord => {
  const mask = runMask(run)
  const nodes = run.graph.nodes.map((node) => ({ ...node, data: mask.data(node.data) }))
  return {
    flowglass_record: recordVersion,
    graph: { ...run.graph, nodes },
    facts: run.facts().map((fact) => maskFact(fact, mask, run.graph.secretNames))
  }
}

const lines = (items: ReadonlyArray<unknown>): string =>
  items.length === 0 ? "[]" : `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`

/**
 * A run as the text of a record file, whether it has ended or not. Secrets are masked: values of secret variables, and
 * credentials that were written into nodes.
 *
 * It is JSON with one line for each node, edge, fact and time, so that a text diff of two records shows what differs:
 * facts of runs that did the same are the same lines.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { layerMemory, readRecord, writeRecord } from "@flowglass/inspector"
 * import { Effect, Result } from "effect"
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
 *   return run === undefined ? "" : writeRecord(run)
 * })
 * const record = await Effect.runPromise(Effect.provide(program, layerMemory))
 * const again = Result.getOrThrow(readRecord(record))
 * writeRecord(again) === record // => true
 * ```
 */
export const writeRecord = (run: StoredRun): string => {
  const { flowglass_record, graph, facts } = recordOf(run)
  const { nodes, edges, ...about } = encodeGraph(graph)
  const head = JSON.stringify({ flowglass_record, graph: about }).slice(0, -2)
  const encoded = facts.map((fact) => withoutTime(encodeFact(fact)))
  return [
    `${head},\n"nodes": ${lines(nodes)}`,
    `"edges": ${lines(edges)}}`,
    `"facts": ${lines(encoded)}`,
    `"times": ${lines(facts.map(timeOf))}}\n`
  ].join(",\n")
}
