import { Schema } from "effect"
import { closedStruct } from "../config/closed_struct.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { FileRef } from "./file_ref.ts"

const isBlank = (text: string | null | undefined): boolean => text === null || text === undefined || text.trim() === ""

/** A comparison of a produced file with a benchmark: declared and validated, not executed (nor does Dify 1.14.2). */
export const OutputCheck = closedStruct({
  enabled: orDefault(PlainBoolean, false),
  prompt: Schema.optional(Schema.NullOr(Schema.String)),
  benchmark_file_ref: Schema.optional(Schema.NullOr(FileRef)),
  model_ref: Schema.optional(Schema.Unknown)
}).check(
  Schema.makeFilter((check) => {
    if (!check.enabled) return []
    return [
      ...(isBlank(check.prompt)
        ? [{ path: ["prompt"], issue: "prompt is required when output check is enabled" }]
        : []),
      ...(check.benchmark_file_ref === null || check.benchmark_file_ref === undefined
        ? [{ path: ["benchmark_file_ref"], issue: "benchmark_file_ref is required when output check is enabled" }]
        : [])
    ]
  })
)
