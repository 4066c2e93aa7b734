import { FileValue } from "../../value/file_value.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject, type MutableValueObject } from "../../value/value_object.ts"
import { canonicalFile } from "./canonical_file.ts"
import { type DeclaredOutput, itemTypeOf } from "./declared_output.ts"
import type { FileAccess } from "./file_access.ts"

const fileOr = (value: Value, access: FileAccess): Value => {
  const file = canonicalFile(value, access)
  return file instanceof FileValue ? file : value
}

const converted = (output: DeclaredOutput, value: Value, access: FileAccess): Value => {
  if (output.type === "file") return fileOr(value, access)
  if (itemTypeOf(output) !== "file" || !isValueArray(value)) return value
  return value.map((member) => fileOr(member, access))
}

const asObject = (payload: Value): MutableValueObject => {
  const object = emptyObject()
  if (isValueObject(payload)) return Object.assign(object, payload)
  object[typeof payload === "string" ? "text" : "result"] = payload
  return object
}

/**
 * The variables that an agent's payload becomes: its keys, undeclared ones too; a text is `text`, anything else
 * `result`. Outputs in `defaulted` get their default value; declared files become file values.
 */
export const agentOutputs = (
  outputs: ReadonlyArray<DeclaredOutput>,
  payload: Value,
  access: FileAccess,
  defaulted: ReadonlySet<string> = new Set()
): ValueObject => {
  const made = asObject(payload)
  for (const output of outputs) {
    const { name } = output
    if (defaulted.has(name)) made[name] = output.failure_strategy.default_value
    const value = made[name]
    if (value !== undefined) made[name] = converted(output, value, access)
  }
  return made
}
