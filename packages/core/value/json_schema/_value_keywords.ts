import { pythonRepr } from "../python_text.ts"
import { Float, type Value, type ValueObject } from "../value.ts"
import { isValueArray, isValueObject, property } from "../value_object.ts"
import { equalJson } from "./_equal_json.ts"

const isNumber = (value: Value): boolean =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Float

const isInteger = (value: Value): boolean =>
  typeof value === "bigint" || value instanceof Float || (typeof value === "number" && Number.isInteger(value))

const tests: ReadonlyMap<Value, (value: Value) => boolean> = new Map<Value, (value: Value) => boolean>([
  ["null", (value) => value === null],
  ["boolean", (value) => typeof value === "boolean"],
  ["string", (value) => typeof value === "string"],
  ["number", isNumber],
  ["integer", isInteger],
  ["array", isValueArray],
  ["object", isValueObject]
])

/** The names of types that a schema can ask for. */
export const schemaTypes: ReadonlySet<Value> = new Set(tests.keys())

/** `type`, `enum` and `const`. */
export const valueViolation = (schema: ValueObject, value: Value): string | undefined => {
  const type = property(schema, "type")
  if (type !== undefined) {
    const types = isValueArray(type) ? type : [type]
    if (!types.some((name) => tests.get(name)?.(value))) {
      return `${pythonRepr(value)} is not of type ${types.map(pythonRepr).join(", ")}`
    }
  }
  const members = property(schema, "enum")
  if (isValueArray(members) && !members.some((member) => equalJson(member, value))) {
    return `${pythonRepr(value)} is not one of ${pythonRepr(members)}`
  }
  const constant = property(schema, "const")
  return constant === undefined || equalJson(constant, value) ? undefined : `${pythonRepr(constant)} was expected`
}

/** The amount of a number, whatever its kind. */
export const amountOf = (value: Value | undefined): number | bigint | undefined => {
  if (typeof value === "number" || typeof value === "bigint") return value
  return value instanceof Float ? value.value : undefined
}
