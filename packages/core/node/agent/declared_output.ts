import { Schema } from "effect"
import { closedStruct } from "../config/closed_struct.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import type { OutputDeclaration, OutputType } from "../output_declaration.ts"
import { defaultValueProblem } from "./default_value_problem.ts"
import { defaultFailureStrategy, FailureStrategy } from "./failure_strategy.ts"
import { OutputCheck } from "./output_check.ts"

const outputTypes = ["string", "number", "object", "array", "boolean", "file"] as const

const OutputTypeName = Schema.Literals(outputTypes)

const description = Schema.optional(Schema.NullOr(Schema.String))

/** Which files are wanted; both empty is any. Declared only: the type check does not enforce it (nor does Dify 1.14.2). */
const FileConstraint = closedStruct({
  extensions: orDefault(Schema.Array(Schema.String), []),
  mime_types: orDefault(Schema.Array(Schema.String), [])
})

const ArrayItem = closedStruct({
  type: OutputTypeName.check(
    Schema.makeFilter((type) => type !== "array" || "nested arrays are not supported as array_item.type")
  ),
  description
})

const fields = closedStruct({
  id: Schema.optional(Schema.NullOr(Schema.String)),
  name: Schema.String.check(Schema.isBetweenLength(1, 255), Schema.isPattern(/^[A-Za-z_][A-Za-z0-9_]*$/)),
  type: OutputTypeName,
  description,
  required: orDefault(PlainBoolean, true),
  file: Schema.optional(Schema.NullOr(FileConstraint)),
  array_item: Schema.optional(Schema.NullOr(ArrayItem)),
  check: Schema.optional(Schema.NullOr(OutputCheck)),
  failure_strategy: orDefault(FailureStrategy, defaultFailureStrategy)
})

/** The type of the items of an array output: objects unless declared; undefined for other types. */
export const itemTypeOf = (output: {
  readonly type: OutputType
  readonly array_item?: { readonly type: OutputType } | null | undefined
}): Exclude<OutputType, "array"> | undefined => {
  if (output.type !== "array") return undefined
  const type = output.array_item?.type ?? "object"
  return type === "array" ? undefined : type
}

const problemsOf = (output: typeof fields.Type): ReadonlyArray<Schema.FilterIssue> => {
  const problems: Array<Schema.FilterIssue> = []
  const { type, file, array_item: item, check, failure_strategy: strategy } = output
  const given = (part: unknown): boolean => part !== null && part !== undefined
  if (type !== "file" && given(file)) {
    problems.push({ path: ["file"], issue: "file metadata is only allowed for file outputs" })
  }
  if (type !== "array" && given(item)) {
    problems.push({ path: ["array_item"], issue: "array_item is only allowed when type is array" })
  }
  if (type !== "file" && check?.enabled === true) {
    problems.push({ path: ["check"], issue: "output check is only allowed for file outputs" })
  }
  if (strategy.on_failure !== "default_value") return problems
  const value = strategy.default_value
  const issue =
    value === null
      ? "default_value is required when on_failure is default_value"
      : defaultValueProblem(type, itemTypeOf(output), value)
  if (issue !== undefined) problems.push({ path: ["failure_strategy", "default_value"], issue })
  return problems
}

/**
 * An output that an agent is asked for: name, type, and what happens when it is missing or of another type. Unknown
 * keys are refused; the messages are Dify's where it has one.
 */
export const DeclaredOutput = fields.check(Schema.makeFilter(problemsOf))

/** An output that an agent is asked for. */
export type DeclaredOutput = typeof DeclaredOutput.Type

/** The declaration that the engine and the Inspector know of an output. */
export const outputDeclaration = (output: DeclaredOutput): OutputDeclaration => {
  const item = itemTypeOf(output)
  return {
    name: output.name,
    type: output.type,
    ...(item === undefined ? {} : { item }),
    required: output.required,
    ...(typeof output.description === "string" ? { description: output.description } : {})
  }
}
