import { FileValue } from "../../value/file_value.ts"
import { pythonTypeName } from "../../value/python_type_name.ts"
import { Float, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject, property } from "../../value/value_object.ts"
import type { OutputType } from "../output_declaration.ts"
import { canonicalFile } from "./canonical_file.ts"
import { type DeclaredOutput, itemTypeOf } from "./declared_output.ts"
import type { FileAccess } from "./file_access.ts"

/** What the type check says of one output; the value itself is left out. */
export interface OutputCheckResult {
  readonly name: string
  readonly type: OutputType
  readonly status: "ready" | "not_produced" | "type_check_failed"
  readonly reason: string | null
}

/** What the type check says of a payload: `metadata.output_type_check`. */
export interface OutputTypeCheck {
  readonly passed: boolean
  /** One per declared output, in their order. */
  readonly results: ReadonlyArray<OutputCheckResult>
}

const expectedOr = (fits: boolean, expected: string, value: Value): string | undefined =>
  fits ? undefined : `expected ${expected}, got ${pythonTypeName(value)}`

const arrayProblem = (item: OutputType | undefined, value: Value, access: FileAccess): string | undefined => {
  if (!isValueArray(value)) return expectedOr(false, "array", value)
  if (item === undefined) return undefined
  for (const [index, member] of value.entries()) {
    const problem = typeProblem(item, undefined, member, access)
    if (problem !== undefined) return `items[${index}]: ${problem}`
  }
  return undefined
}

const typeProblem = (
  type: OutputType,
  item: OutputType | undefined,
  value: Value,
  access: FileAccess
): string | undefined => {
  switch (type) {
    case "string":
      return expectedOr(typeof value === "string", type, value)
    case "number":
      return expectedOr(typeof value === "number" || typeof value === "bigint" || value instanceof Float, type, value)
    case "boolean":
      return expectedOr(typeof value === "boolean", type, value)
    case "object":
      return expectedOr(isValueObject(value), type, value)
    case "array":
      return arrayProblem(item, value, access)
    case "file": {
      const file = canonicalFile(value, access)
      return file instanceof FileValue ? undefined : file
    }
  }
}

const checkOne = (output: DeclaredOutput, payload: Value, access: FileAccess): OutputCheckResult => {
  const { name, type } = output
  const failed = (reason: string): OutputCheckResult => ({ name, type, status: "type_check_failed", reason })
  if (!isValueObject(payload)) return failed("Backend output is not a JSON object.")
  const value = property(payload, name)
  if (value === undefined) {
    return output.required
      ? failed(`Required output '${name}' is missing from backend payload.`)
      : { name, type, status: "not_produced", reason: null }
  }
  const problem = typeProblem(type, itemTypeOf(output), value, access)
  return problem === undefined ? { name, type, status: "ready", reason: null } : failed(problem)
}

/** Checks what an agent answered against the outputs it was asked for; a null counts as produced and fits no type. */
export const checkOutputs = (
  outputs: ReadonlyArray<DeclaredOutput>,
  payload: Value,
  access: FileAccess
): OutputTypeCheck => {
  const results = outputs.map((output) => checkOne(output, payload, access))
  return { passed: results.every((result) => result.status !== "type_check_failed"), results }
}
