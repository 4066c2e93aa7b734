import type { StoredRun } from "@flowglass/core"
import { RecordInvalid, RecordVersionUnsupported, readRecord } from "@flowglass/inspector"
import { Effect } from "effect"
import { withSource } from "../error/error_source.ts"
import { RecordUnreadable } from "../error/local_run_errors.ts"
import { readGivenFile } from "./read_given_file.ts"

/** What can be wrong with a record file. */
export type RecordFileError = RecordUnreadable | RecordInvalid | RecordVersionUnsupported

/** What the record of the largest run takes, and the longest text there can be, in bytes. */
const recordLimit = 512 * 1024 * 1024

/** The same error, naming the file: there may be many of them. */
const naming =
  (file: string) =>
  (error: RecordInvalid | RecordVersionUnsupported): RecordFileError => {
    const message = `${file}: ${error.message}`
    const { code } = error
    return withSource(file)(
      code === "record_invalid" ? new RecordInvalid({ message }) : new RecordVersionUnsupported({ message })
    )
  }

/** The run of a record file. */
export const readRecordFile = Effect.fnUntraced(function* (file: string): Effect.fn.Return<StoredRun, RecordFileError> {
  const bytes = yield* Effect.mapError(
    readGivenFile(file, { limit: recordLimit }),
    ({ reason }) => new RecordUnreadable({ message: `${file} cannot be read: ${reason}.` })
  )
  const text = new TextDecoder().decode(bytes)
  return yield* Effect.mapError(Effect.fromResult(readRecord(text)), naming(file))
})
