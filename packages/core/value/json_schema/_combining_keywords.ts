import { pythonRepr } from "../python_text.ts"
import type { Value, ValueObject } from "../value.ts"
import { isValueArray, property } from "../value_object.ts"
import type { SchemaCheck } from "./_schema_check.ts"

const conditionViolation = (check: SchemaCheck, schema: ValueObject, value: Value): string | undefined => {
  const condition = property(schema, "if")
  if (condition === undefined) return undefined
  return check.violation(property(schema, check.fits(condition, value) ? "then" : "else"), value)
}

const oneOfViolation = (check: SchemaCheck, schemas: ReadonlyArray<Value>, value: Value): string | undefined => {
  const fitting = schemas.filter((schema) => check.fits(schema, value))
  if (fitting.length === 1) return undefined
  const shown = pythonRepr(value)
  return fitting.length === 0
    ? `${shown} is not valid under any of the given schemas`
    : `${shown} is valid under each of ${[...fitting.slice(1), ...fitting.slice(0, 1)].map(pythonRepr).join(", ")}`
}

/** The keywords that combine schemas: `allOf`, `anyOf`, `oneOf`, `not`, `if`. */
export const combinedViolation = (check: SchemaCheck, schema: ValueObject, value: Value): string | undefined => {
  const all = property(schema, "allOf")
  for (const part of isValueArray(all) ? all : []) {
    const found = check.violation(part, value)
    if (found !== undefined) return found
  }
  const any = property(schema, "anyOf")
  if (isValueArray(any) && !any.some((part) => check.fits(part, value))) {
    return `${pythonRepr(value)} is not valid under any of the given schemas`
  }
  const one = property(schema, "oneOf")
  const found = isValueArray(one) ? oneOfViolation(check, one, value) : undefined
  if (found !== undefined) return found
  const not = property(schema, "not")
  if (not !== undefined && check.fits(not, value)) {
    return `${pythonRepr(value)} should not be valid under ${pythonRepr(not)}`
  }
  return conditionViolation(check, schema, value)
}
