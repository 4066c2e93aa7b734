import { dataFolderHolder } from "@flowglass/core/store/sql"
import { readRecord } from "@flowglass/inspector"
import { Effect } from "effect"
import { doorOf } from "../administration/holder_administration.ts"
import { openStore } from "../administration/open_administration.ts"
import type { AnyRun } from "./_any_run.ts"

/** The run of a server of this machine that a word stands for. */
export const storeRun = Effect.fnUntraced(function* (word: string, data: string | undefined) {
  const store = yield* openStore({ data, creates: false })
  const read = (run: string) =>
    Effect.flatMap(store.administration.readRun({ run }), ({ record }) => Effect.fromResult(readRecord(record)))
  const run = yield* read(word)
  const found: AnyRun = { run, source: { kind: "store", store, again: read(run.accepted.runId) } }
  return found
})

/** Whether a server works on this data folder, which answers at once. */
export const isServed = (folder: string): Effect.Effect<boolean> =>
  Effect.map(dataFolderHolder(folder), (holder) => holder !== undefined && doorOf(holder) !== undefined)
