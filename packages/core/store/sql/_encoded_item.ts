import { Result } from "effect"
import { ValueNotStorable } from "../../error/store_errors.ts"
import { encodeFact } from "../../run/encode_fact.ts"
import { changesSummary, progressAfter } from "../run_summary.ts"
import { cutBlobs } from "./_fact_blobs.ts"
import type { SqlRun } from "./_sql_run.ts"
import type { WriteItem } from "./_write_backlog.ts"
import type { AcceptedRow, FactRow } from "./_write_batch.ts"

/** Something to be written, in its bytes. */
export interface EncodedItem {
  readonly run: SqlRun
  readonly accepted?: AcceptedRow
  readonly fact?: FactRow
}

/** About the bytes of it. */
export const sizeOf = ({ fact, accepted }: EncodedItem): number =>
  [fact, accepted].reduce(
    (sum, row) => (row?.blobs ?? []).reduce((bytes, { body }) => bytes + body.length, sum + (row?.body.length ?? 0)),
    0
  )

/** Encodes what waits to be written; undefined for what will not be. A run whose fact is too large is refused. */
export const encodeItem = ({ run, accepted, fact }: WriteItem): EncodedItem | undefined => {
  if (run.refusal !== undefined) return undefined
  if (fact === undefined) return accepted === undefined ? undefined : { run, accepted }
  const row = Result.try({
    try: (): FactRow => ({
      runId: run.accepted.runId,
      seq: fact.seq,
      epoch: fact.epoch,
      kind: fact.kind,
      version: fact.version,
      ...cutBlobs(encodeFact(fact)),
      progress: changesSummary(fact) ? progressAfter(fact, run.graph, run.accepted) : undefined,
      wakeAt: fact.kind === "run_paused" ? run.wakeAt : 0
    }),
    catch: () => new ValueNotStorable({ message: "What a node gave is too large to be stored." })
  })
  if (Result.isSuccess(row)) return { run, fact: row.success }
  run.refuse(row.failure)
  return undefined
}
