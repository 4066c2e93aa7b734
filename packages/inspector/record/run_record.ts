import { Fact, type RunAccepted, RunGraph, type StoredRun } from "@flowglass/core"
import { Schema } from "effect"

/** The version of the record format that this Flowglass writes. */
export const recordVersion = 1

/**
 * A run as a file: its graph with declarations, and all its facts. Complete enough to inspect, compare, replay and test
 * without the workflow file. Secrets in it are masked.
 */
export const RunRecord = Schema.Struct({
  flowglass_record: Schema.Literal(recordVersion),
  graph: RunGraph,
  facts: Schema.Array(Fact)
})
export type RunRecord = typeof RunRecord.Type

/** The accepted fact that every record starts with. */
export const acceptedOf = (record: RunRecord): RunAccepted | undefined => {
  const [first] = record.facts
  return first?.kind === "run_accepted" ? first : undefined
}

/** A record seen as a stored run that nothing will be added to: everything that inspects runs reads records too. */
export const storedRun = (record: RunRecord, accepted: RunAccepted): StoredRun => ({
  accepted,
  graph: record.graph,
  facts: () => record.facts,
  subscribe: () => () => undefined,
  isRecorded: true
})
