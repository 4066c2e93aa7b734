import { extname } from "node:path"
import type { StoredRun } from "@flowglass/core"
import { Effect, FileSystem } from "effect"
import { findRunId, isRunId } from "../local/find_run.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { readRecordFile } from "../local/read_record_file.ts"

/** A run that a command is about, and the record file it stands in. */
export interface ChosenRun {
  readonly run: StoredRun
  readonly file: string
  /** Whether another process may still be adding to it. */
  readonly isLocal: boolean
}

/** Whether an argument names a file and not a run: it has an ending or a folder, or is there and no run id. */
export const namesFile = Effect.fnUntraced(function* (argument: string) {
  if (argument === "last") return false
  if (extname(argument) !== "" || /[/\\]/.test(argument)) return true
  const system = yield* FileSystem.FileSystem
  return !isRunId(argument) && (yield* Effect.orElseSucceed(system.exists(argument), () => false))
})

/** The run that `RUN`, `last` or a record file stands for. */
export const chooseRun = Effect.fnUntraced(function* (argument: string) {
  if (yield* namesFile(argument)) {
    const chosen: ChosenRun = { run: yield* readRecordFile(argument), file: argument, isLocal: false }
    return chosen
  }
  const runs = yield* LocalRuns
  const id = yield* findRunId(argument)
  const chosen: ChosenRun = { run: yield* runs.read(id), file: runs.fileOf(id), isLocal: true }
  return chosen
})
