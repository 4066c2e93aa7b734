import { pythonRepr } from "../python_text.ts"
import { Float, type Value, type ValueObject } from "../value.ts"
import { isValueArray, isValueObject } from "../value_object.ts"
import { schemaTypes } from "./_value_keywords.ts"

type Rule = (value: Value) => string | undefined

const schemaRule: Rule = (value) =>
  typeof value === "boolean" ? undefined : isValueObject(value) ? jsonSchemaProblem(value) : wrong(value, "a schema")

const wrong = (value: Value, expected: string): string => `${pythonRepr(value)} is not ${expected}`

const firstProblem = (values: Iterable<Value>, rule: Rule): string | undefined => {
  for (const value of values) {
    const problem = rule(value)
    if (problem !== undefined) return problem
  }
  return undefined
}

const schemasRule: Rule = (value) =>
  isValueArray(value) && value.length > 0 ? firstProblem(value, schemaRule) : wrong(value, "a list of schemas")

const namedSchemasRule: Rule = (value) =>
  isValueObject(value) ? firstProblem(Object.values(value), schemaRule) : wrong(value, "an object of schemas")

const numberRule: Rule = (value) =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Float
    ? undefined
    : wrong(value, "a number")

const countRule: Rule = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? undefined : wrong(value, "a count")

const textRule: Rule = (value) => (typeof value === "string" ? undefined : wrong(value, "a text"))

const textsRule: Rule = (value) =>
  isValueArray(value) ? firstProblem(value, textRule) : wrong(value, "a list of texts")

const typeRule: Rule = (value) =>
  firstProblem(isValueArray(value) ? value : [value], (type) =>
    schemaTypes.has(type) ? undefined : wrong(type, "a type")
  )

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["type", typeRule],
  ["enum", (value) => (isValueArray(value) ? undefined : wrong(value, "a list"))],
  ["$ref", textRule],
  ["pattern", textRule],
  ["format", textRule],
  ["required", textsRule],
  ["uniqueItems", (value) => (typeof value === "boolean" ? undefined : wrong(value, "true or false"))],
  ["dependencies", (value) => (isValueObject(value) ? undefined : wrong(value, "an object"))],
  ["items", (value) => (isValueArray(value) ? firstProblem(value, schemaRule) : schemaRule(value))],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].map((keyword): [string, Rule] => [
    keyword,
    numberRule
  ]),
  ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"].map(
    (keyword): [string, Rule] => [keyword, countRule]
  ),
  ...["allOf", "anyOf", "oneOf"].map((keyword): [string, Rule] => [keyword, schemasRule]),
  ...["properties", "patternProperties", "definitions", "$defs"].map((keyword): [string, Rule] => [
    keyword,
    namedSchemasRule
  ]),
  ...["additionalProperties", "propertyNames", "additionalItems", "contains", "not", "if", "then", "else"].map(
    (keyword): [string, Rule] => [keyword, schemaRule]
  )
])

/** What is wrong with a JSON schema of draft 7 itself; undefined when it can be used. */
export const jsonSchemaProblem = (schema: ValueObject): string | undefined => {
  for (const [keyword, value] of Object.entries(schema)) {
    const problem = rules.get(keyword)?.(value)
    if (problem !== undefined) return `${keyword}: ${problem}`
  }
  return undefined
}
