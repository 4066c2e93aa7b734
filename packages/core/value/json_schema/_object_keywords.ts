import { pythonRepr } from "../python_text.ts"
import type { Value, ValueObject } from "../value.ts"
import { isValueArray, isValueObject, property } from "../value_object.ts"
import type { SchemaCheck } from "./_schema_check.ts"
import { tooShort } from "./_too_short.ts"
import { amountOf } from "./_value_keywords.ts"

const isMissing = (object: ValueObject, name: Value): boolean =>
  typeof name === "string" && !Object.hasOwn(object, name)

const sizeViolation = (schema: ValueObject, object: ValueObject): string | undefined => {
  const required = property(schema, "required")
  const missing = isValueArray(required) ? required.find((name) => isMissing(object, name)) : undefined
  if (missing !== undefined) return `${pythonRepr(missing)} is a required property`
  const count = Object.keys(object).length
  const minimum = amountOf(property(schema, "minProperties"))
  const maximum = amountOf(property(schema, "maxProperties"))
  if (minimum !== undefined && count < minimum)
    return minimum === 1 ? tooShort(object, 1) : `${pythonRepr(object)} does not have enough properties`
  return maximum !== undefined && count > maximum ? `${pythonRepr(object)} has too many properties` : undefined
}

const memberViolation = (check: SchemaCheck, schema: ValueObject, object: ValueObject): string | undefined => {
  const known = property(schema, "properties")
  const names = property(schema, "propertyNames")
  // Names that only a pattern would know are not looked at, because patterns are not.
  const further = Object.hasOwn(schema, "patternProperties") ? undefined : property(schema, "additionalProperties")
  const unexpected: Array<string> = []
  for (const [name, member] of Object.entries(object)) {
    const rule = isValueObject(known) ? property(known, name) : undefined
    if (rule === undefined && further === false) unexpected.push(name)
    else {
      const found = check.violation(names, name) ?? check.inside(name, rule ?? further, member)
      if (found !== undefined) return found
    }
  }
  if (unexpected.length === 0) return undefined
  const list = unexpected.map(pythonRepr).join(", ")
  return `Additional properties are not allowed (${list} ${unexpected.length === 1 ? "was" : "were"} unexpected)`
}

const dependencyViolation = (check: SchemaCheck, schema: ValueObject, object: ValueObject): string | undefined => {
  const dependencies = property(schema, "dependencies")
  if (!isValueObject(dependencies)) return undefined
  for (const [name, dependency] of Object.entries(dependencies)) {
    if (!Object.hasOwn(object, name)) continue
    const missing = isValueArray(dependency) ? dependency.find((other) => isMissing(object, other)) : undefined
    if (missing !== undefined) return `${pythonRepr(missing)} is a dependency of ${pythonRepr(name)}`
    const found = isValueArray(dependency) ? undefined : check.violation(dependency, object)
    if (found !== undefined) return found
  }
  return undefined
}

/** The keywords for objects. */
export const objectViolation = (check: SchemaCheck, schema: ValueObject, object: ValueObject): string | undefined =>
  sizeViolation(schema, object) ?? memberViolation(check, schema, object) ?? dependencyViolation(check, schema, object)
