import { describe, it } from "@effect/vitest"
import { Result } from "effect"
import { assert } from "vitest"
import { parseJson } from "../parse_json.ts"
import { isValueObject } from "../value_object.ts"
import { checkJsonSchema, schemaViolation } from "./check_json_schema.ts"
import { jsonSchemaProblem } from "./json_schema_problem.ts"

const value = (text: string) => Result.getOrThrow(parseJson(text))

const schema = (text: string) => {
  const parsed = value(text)
  assert.isTrue(isValueObject(parsed))
  return isValueObject(parsed) ? parsed : {}
}

describe("checkJsonSchema", () => {
  // Oracle: Python's jsonschema 4.26, Draft7Validator.
  const violations: ReadonlyArray<readonly [string, string, string]> = [
    ['{"type": "string"}', "1", "1 is not of type 'string'"],
    ['{"type": ["string", "null"]}', "true", "True is not of type 'string', 'null'"],
    ['{"type": "integer"}', "1.5", "1.5 is not of type 'integer'"],
    ['{"type": "number"}', "true", "True is not of type 'number'"],
    ['{"enum": [1, "a"]}', "true", "True is not one of [1, 'a']"],
    ['{"const": {"a": [1]}}', '{"a": [true]}', "{'a': [1]} was expected"],
    ['{"minimum": 2}', "1", "1 is less than the minimum of 2"],
    ['{"maximum": 2.0}', "3", "3 is greater than the maximum of 2.0"],
    ['{"exclusiveMinimum": 2}', "2", "2 is less than or equal to the minimum of 2"],
    ['{"exclusiveMaximum": 2}', "2", "2 is greater than or equal to the maximum of 2"],
    ['{"multipleOf": 2}', "9007199254740993", "9007199254740993 is not a multiple of 2"],
    ['{"minLength": 2}', '"\u{1f600}"', "'\u{1f600}' is too short"],
    ['{"maxLength": 1}', '"ab"', "'ab' is too long"],
    ['{"minItems": 1}', "[]", "[] should be non-empty"],
    ['{"maxItems": 1}', "[1, 2]", "[1, 2] is too long"],
    ['{"uniqueItems": true}', "[1, 1.0]", "[1, 1.0] has non-unique elements"],
    ['{"contains": {"type": "string"}}', "[1]", "None of [1] are valid under the given schema"],
    ['{"items": {"type": "string"}}', '["a", 1]', "1 is not of type 'string'"],
    ['{"items": [{}], "additionalItems": false}', "[1, 2]", "False schema does not allow 2"],
    ['{"required": ["a", "b"]}', '{"a": 1}', "'b' is a required property"],
    ['{"properties": {"a": {"type": "string"}}}', '{"a": 1}', "1 is not of type 'string'"],
    [
      '{"properties": {"a": {}}, "additionalProperties": false}',
      '{"a": 1, "b": 2}',
      "Additional properties are not allowed ('b' was unexpected)"
    ],
    ['{"additionalProperties": {"type": "string"}}', '{"a": 1}', "1 is not of type 'string'"],
    ['{"minProperties": 2}', '{"a": 1}', "{'a': 1} does not have enough properties"],
    ['{"maxProperties": 0}', '{"a": 1}', "{'a': 1} has too many properties"],
    ['{"propertyNames": {"maxLength": 1}}', '{"ab": 1}', "'ab' is too long"],
    ['{"dependencies": {"a": ["b"]}}', '{"a": 1}', "'b' is a dependency of 'a'"],
    ['{"allOf": [{}, {"type": "string"}]}', "1", "1 is not of type 'string'"],
    ['{"anyOf": [{"type": "string"}, {"type": "null"}]}', "1", "1 is not valid under any of the given schemas"],
    ['{"oneOf": [{"minimum": 0}, {"minimum": 1}]}', "1", "1 is valid under each of {'minimum': 1}, {'minimum': 0}"],
    ['{"not": {"type": "integer"}}', "1", "1 should not be valid under {'type': 'integer'}"],
    ['{"if": {"type": "integer"}, "then": {"minimum": 2}}', "1", "1 is less than the minimum of 2"],
    ['{"$ref": "#/definitions/a~1b", "definitions": {"a/b": {"type": "string"}}}', "1", "1 is not of type 'string'"]
  ]

  it.each(violations)("%s refuses %s", (text, given, message) => {
    assert.strictEqual(jsonSchemaProblem(schema(text)), undefined)
    assert.strictEqual(checkJsonSchema(schema(text), value(given)), message)
  })

  const fitting: ReadonlyArray<readonly [string, string]> = [
    ['{"type": "integer"}', "1.0"],
    ['{"type": "integer"}', "9007199254740993"],
    ['{"uniqueItems": true}', "[1, true]"],
    ['{"minLength": 5}', "1"],
    ['{"pattern": "(a+)+$"}', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"'],
    ['{"patternProperties": {"^a": {}}, "additionalProperties": false}', '{"ab": 1}'],
    ['{"if": {"type": "string"}, "then": false}', "1"],
    ['{"$ref": "#/definitions/missing"}', "1"]
  ]

  it.each(fitting)("%s takes %s", (text, given) => {
    assert.strictEqual(checkJsonSchema(schema(text), value(given)), undefined)
  })

  it("ends on schemas that refer to themselves or multiply", () => {
    const message = "the schema is too large to be checked"
    assert.strictEqual(checkJsonSchema(schema('{"$ref": "#"}'), 1), message)
    const doubling = Array.from(
      { length: 40 },
      (_, index) =>
        `"d${index}": {"allOf": [{"$ref": "#/definitions/d${index + 1}"}, {"$ref": "#/definitions/d${index + 1}"}]}`
    )
    const started = process.threadCpuUsage()
    assert.strictEqual(
      checkJsonSchema(schema(`{"$ref": "#/definitions/d0", "definitions": {${doubling.join(",")}, "d40": {}}}`), 1),
      message
    )
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 2000)
  })

  it("looks at own properties only", () => {
    assert.strictEqual(
      checkJsonSchema(schema('{"required": ["toString", "__proto__"]}'), {}),
      "'toString' is a required property"
    )
    assert.strictEqual(checkJsonSchema({}, {}), undefined)
  })
})

describe("jsonSchemaProblem", () => {
  const problems: ReadonlyArray<readonly [string, string]> = [
    ['{"type": "dict"}', "type: 'dict' is not a type"],
    ['{"properties": []}', "properties: [] is not an object of schemas"],
    ['{"properties": {"a": 5}}', "properties: 5 is not a schema"],
    ['{"items": {"minimum": "1"}}', "items: minimum: '1' is not a number"],
    ['{"required": "a"}', "required: 'a' is not a list of texts"],
    ['{"minLength": -1}', "minLength: -1 is not a count"],
    ['{"anyOf": []}', "anyOf: [] is not a list of schemas"]
  ]

  it.each(problems)("finds what is wrong with %s", (text, message) => {
    assert.strictEqual(jsonSchemaProblem(schema(text)), message)
  })

  const paths: ReadonlyArray<readonly [string, string, string]> = [
    ['{"type": "object"}', "1", "$"],
    ['{"properties": {"a": {"items": {"type": "string"}}}}', '{"a": ["x", 1]}', "$.a[1]"],
    ['{"additionalProperties": {"type": "string"}}', '{"a b": 1}', '$["a b"]'],
    ['{"allOf": [{"properties": {"a": {"required": ["b"]}}}]}', '{"a": {}}', "$.a"],
    ['{"anyOf": [{"properties": {"a": {"type": "string"}}}]}', '{"a": 1}', "$"],
    ['{"items": {"not": {"required": ["a"]}}}', '[{}, {"a": 1}]', "$[1]"],
    ['{"contains": {"type": "string"}}', "[1]", "$"],
    ['{"propertyNames": {"maxLength": 1}}', '{"ab": 1}', "$"],
    ['{"properties": {"__proto__": {"type": "string"}}}', '{"__proto__": 1}', "$.__proto__"]
  ]

  it.each(paths)("%s tells where %s does not fit: %s", (text, given, path) => {
    assert.strictEqual(schemaViolation(schema(text), value(given))?.path, path)
  })
})
