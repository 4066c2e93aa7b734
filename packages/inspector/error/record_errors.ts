import { defineError } from "@flowglass/core/error"

/** The text is no run record. */
export class RecordInvalid extends defineError<RecordInvalid>()({
  code: "record_invalid",
  status: 400,
  family: "record",
  title: "This is not a run record",
  remedy: "Write one with `record()` of a run, or on the command line with `flowglass run FILE --record RECORD`."
}) {}

/** A record of a later Flowglass. */
export class RecordVersionUnsupported extends defineError<RecordVersionUnsupported>()({
  code: "record_version_unsupported",
  status: 400,
  family: "record",
  title: "The run record was written by a newer Flowglass",
  remedy: "Update Flowglass, or write the record again with this version."
}) {}

/** A node of an offline replay would leave the process, and the recorded run has no answer for it. */
export class AnswerNotRecorded extends defineError<AnswerNotRecorded>()({
  code: "answer_not_recorded",
  status: 422,
  family: "record",
  title: "The record has no answer for a node that leaves the process",
  remedy: "Record the workflow again as it is now."
}) {}

/** A run is too large for the text of a record. */
export class RecordTooLarge extends defineError<RecordTooLarge>()({
  code: "record_too_large",
  status: 422,
  family: "record",
  title: "The run is too large for a record file",
  remedy: "Lower the limits `outputSize` and `runSize`, so that the run ends before it keeps so much."
}) {}

/** All codes of run records. */
export const recordErrors = [RecordInvalid, RecordVersionUnsupported, AnswerNotRecorded, RecordTooLarge] as const
