import type { StoredRun } from "@flowglass/core"
import { type RecordInvalid, type RecordVersionUnsupported, readRecord } from "@flowglass/inspector"
import { Effect, FileSystem } from "effect"
import { withSource } from "../error/error_source.ts"
import { RecordUnreadable } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"

/** What can be wrong with a record file. */
export type RecordFileError = RecordUnreadable | RecordInvalid | RecordVersionUnsupported

/** The run of a record file. */
export const readRecordFile = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<StoredRun, RecordFileError, FileSystem.FileSystem> {
  const system = yield* FileSystem.FileSystem
  const text = yield* Effect.mapError(
    system.readFileString(file),
    (error) => new RecordUnreadable({ message: `${file} cannot be read: ${fileProblem(error)}.` })
  )
  return yield* Effect.mapError(Effect.fromResult(readRecord(text)), withSource(file))
})
