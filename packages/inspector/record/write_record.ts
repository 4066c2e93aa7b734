import { makeSecretMask, secretsOf, type StoredRun } from "@flowglass/core"
import { Schema } from "effect"
import { maskFact } from "./mask_fact.ts"
import { RunRecord, recordVersion } from "./run_record.ts"

const encode = Schema.encodeSync(RunRecord)

/** A run as a record, secrets masked: what `writeRecord` writes. */
export const recordOf = (run: StoredRun): RunRecord => {
  const mask = makeSecretMask(secretsOf(run.graph, run.accepted))
  const nodes = run.graph.nodes.map((node) => ({ ...node, data: mask(node.data) }))
  return {
    flowglass_record: recordVersion,
    graph: { ...run.graph, nodes },
    facts: run.facts().map((fact) => maskFact(fact, mask))
  }
}

/** A run as the text of a record file: JSON, one line for each fact so that two files compare well. */
export const writeRecord = (run: StoredRun): string => {
  const { flowglass_record, graph, facts } = encode(recordOf(run))
  const lines = facts.map((fact) => `  ${JSON.stringify(fact)}`)
  return `{"flowglass_record": ${flowglass_record},\n"graph": ${JSON.stringify(graph)},\n"facts": [\n${lines.join(",\n")}\n]}\n`
}
