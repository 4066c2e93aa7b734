import type { StoredRun } from "@flowglass/core"
import { Predicate, Result, Schema } from "effect"
import { RecordInvalid, RecordVersionUnsupported } from "../error/record_errors.ts"
import { acceptedOf, RunRecord, recordVersion, storedRun } from "./run_record.ts"

const decode = Schema.decodeUnknownResult(RunRecord)

const parse = (text: string): Result.Result<unknown, RecordInvalid> =>
  Result.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new RecordInvalid({ message: "The file is not JSON, so it is no run record." })
  })

const refuseVersion = (data: unknown): RecordInvalid | RecordVersionUnsupported | undefined => {
  const version = Predicate.isObject(data) && "flowglass_record" in data ? data.flowglass_record : undefined
  if (version === recordVersion) return undefined
  if (typeof version === "number" && version > recordVersion) {
    const message = `The record has version ${version}; this Flowglass reads version ${recordVersion}.`
    return new RecordVersionUnsupported({ message })
  }
  return new RecordInvalid({ message: 'The file has no "flowglass_record": 1, so it is no run record.' })
}

/**
 * The run of a record file, ready to be inspected, compared and replayed.
 *
 * Fails with `record_invalid` or `record_version_unsupported`.
 */
export const readRecord = (text: string): Result.Result<StoredRun, RecordInvalid | RecordVersionUnsupported> =>
  Result.flatMap(parse(text), (data) => {
    const refusal = refuseVersion(data)
    if (refusal !== undefined) return Result.fail(refusal)
    const decoded = Result.mapError(
      decode(data),
      (issue) => new RecordInvalid({ message: `The record is damaged: ${issue.message}` })
    )
    return Result.flatMap(decoded, (record) => {
      const accepted = acceptedOf(record)
      if (accepted === undefined)
        return Result.fail(new RecordInvalid({ message: "The record does not start with an accepted run." }))
      return Result.succeed(storedRun(record, accepted))
    })
  })
