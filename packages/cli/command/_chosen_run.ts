import { extname } from "node:path"
import type { StoredRun } from "@flowglass/core"
import { withHint } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Console, Effect, FileSystem, Result } from "effect"
import { oneLine } from "../format/safe_text.ts"
import { errorStyle } from "../format/style.ts"
import { findRunId, isRunId } from "../local/find_run.ts"
import { givenPath } from "../local/handed_over.ts"
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

/** The latest run that can be read; one that was damaged does not hide those before it. */
const latestRun = Effect.fnUntraced(function* () {
  const runs = yield* LocalRuns
  const style = yield* errorStyle
  yield* findRunId("last")
  const ids = yield* runs.ids
  for (const id of ids) {
    const read = yield* Effect.result(runs.read(id))
    if (Result.isSuccess(read)) {
      const chosen: ChosenRun = { run: read.success, file: runs.fileOf(id), isLocal: true }
      return chosen
    }
    const { code, message } = read.failure
    yield* Console.error(`${style.warn("warning")} ${code}: ${oneLine(message)} It is passed over.`)
  }
  return yield* withHint(
    new WorkflowRunNotFound({ message: "Workflow run not found." }),
    `none of the ${ids.length} runs in ${runs.folder} can be read`
  )
})

/** The run that `RUN`, `last` or a record file stands for. */
export const chooseRun = Effect.fnUntraced(function* (named: string) {
  const argument = givenPath(named)
  if (yield* namesFile(argument)) {
    const chosen: ChosenRun = { run: yield* readRecordFile(argument), file: argument, isLocal: false }
    return chosen
  }
  if (argument === "last") return yield* latestRun()
  const runs = yield* LocalRuns
  const id = yield* findRunId(argument)
  const chosen: ChosenRun = { run: yield* runs.read(id), file: runs.fileOf(id), isLocal: true }
  return chosen
})
