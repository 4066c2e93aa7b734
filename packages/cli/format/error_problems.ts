import type { FlowglassError } from "@flowglass/core/error"
import { Option, Schema } from "effect"

/** One problem of an error that reports several: of a file with its place, of a run with its node or input. */
export const ReportedProblem = Schema.Struct({
  code: Schema.String,
  message: Schema.String,
  line: Schema.optionalKey(Schema.Int),
  column: Schema.optionalKey(Schema.Int),
  severity: Schema.optionalKey(Schema.String),
  fix: Schema.optionalKey(Schema.String),
  node_id: Schema.optionalKey(Schema.String)
})
export type ReportedProblem = typeof ReportedProblem.Type

const one = Schema.decodeUnknownOption(ReportedProblem)
const several = Schema.decodeUnknownOption(Schema.Struct({ problems: Schema.Array(ReportedProblem) }))

/** The problems that an error reports in its `params`; none for most errors. */
export const problemsOf = (error: FlowglassError): ReadonlyArray<ReportedProblem> => {
  if (error.params === undefined) return []
  const listed = several(error.params)
  if (Option.isSome(listed)) return listed.value.problems
  return Option.match(one(error.params), { onNone: () => [], onSome: (problem) => [problem] })
}
