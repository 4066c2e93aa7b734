import type { StoredRun } from "@flowglass/core"
import { Predicate, Result, Schema } from "effect"
import { RecordInvalid, RecordVersionUnsupported } from "../error/record_errors.ts"
import { checkRecord } from "./check_record.ts"
import { damagedField } from "./damaged_field.ts"
import { joinTimes } from "./fact_times.ts"
import { jsonDepth } from "./json_depth.ts"
import { acceptedOf, RunRecord, recordVersion, storedRun } from "./run_record.ts"

/** How deep a record may nest. */
const maximumDepth = 1000

const decode = Schema.decodeUnknownResult(RunRecord)

const invalid = (message: string): Result.Result<never, RecordInvalid> => Result.fail(new RecordInvalid({ message }))

const parse = (text: string): Result.Result<unknown, RecordInvalid> => {
  if (jsonDepth(text) > maximumDepth) return invalid(`The record is nested more than ${maximumDepth} levels deep.`)
  return Result.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new RecordInvalid({ message: "The file is not JSON, so it is no run record." })
  })
}

const versioned = (data: unknown): Result.Result<object, RecordInvalid | RecordVersionUnsupported> => {
  const version = Predicate.hasProperty(data, "flowglass_record") ? data.flowglass_record : undefined
  if (Predicate.isObject(data) && version === recordVersion) return Result.succeed(data)
  if (typeof version === "number" && version > recordVersion) {
    const message = `The record has version ${version}; this Flowglass reads version ${recordVersion}.`
    return Result.fail(new RecordVersionUnsupported({ message }))
  }
  return invalid('The file has no "flowglass_record": 1, so it is no run record.')
}

const readShape = (data: object): Result.Result<RunRecord, RecordInvalid> => {
  const joined = joinTimes(data)
  if (joined === undefined) return invalid("The record is damaged: it has not one time for each fact.")
  return Result.mapError(
    decode(joined),
    (error) => new RecordInvalid({ message: `The record is damaged: ${damagedField(error)}.` })
  )
}

const readRun = (record: RunRecord): Result.Result<StoredRun, RecordInvalid> => {
  const accepted = acceptedOf(record)
  if (accepted === undefined) return invalid("The record does not start with an accepted run.")
  const problem = checkRecord(record)
  return problem === undefined
    ? Result.succeed(storedRun(record, accepted))
    : invalid(`The record is damaged: ${problem}`)
}

/**
 * The run of a record file, ready to be inspected, compared and replayed.
 *
 * Fails with `record_invalid` or `record_version_unsupported`.
 *
 * @example
 * ```ts
 * import { readRecord } from "@flowglass/inspector"
 * import { Result } from "effect"
 *
 * const error = Result.getOrThrow(Result.flip(readRecord('{ "flowglass_record": 2 }')))
 * error.code // => "record_version_unsupported"
 * ```
 */
export const readRecord = (text: string): Result.Result<StoredRun, RecordInvalid | RecordVersionUnsupported> =>
  parse(text).pipe(Result.flatMap(versioned), Result.flatMap(readShape), Result.flatMap(readRun))
