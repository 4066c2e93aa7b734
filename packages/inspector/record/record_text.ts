import type { StoredRun } from "@flowglass/core"
import { Result } from "effect"
import { RecordTooLarge } from "../error/record_errors.ts"
import { writeRecord } from "./write_record.ts"

const tooLarge = (): RecordTooLarge =>
  new RecordTooLarge({ message: "The record of the run is longer than the longest text that there can be." })

/**
 * What `writeRecord` writes, for runs of any size: fails with `record_too_large` where no text can hold it. The limits
 * of a run bound what it gives, and its record tells that several times.
 */
export const recordText = (run: StoredRun): Result.Result<string, RecordTooLarge> =>
  // The one thing that can go wrong is the RangeError of a text that is too long.
  Result.try({ try: () => writeRecord(run), catch: tooLarge })
