import type { Value, ValueObject } from "../value.ts"
import { SchemaCheck } from "./_schema_check.ts"

/**
 * What is wrong with a value by a JSON schema of draft 7, in the words of Python's `jsonschema`; undefined when it fits.
 * `pattern`, `patternProperties` and `format` are not looked at: a pattern of a file could run for ever.
 *
 * @example
 * ```ts
 * import { checkJsonSchema } from "@flowglass/core"
 *
 * checkJsonSchema({ type: "object", required: ["age"] }, {}) // => "'age' is a required property"
 * checkJsonSchema({ type: "integer", minimum: 1 }, 5) // => undefined
 * ```
 */
export const checkJsonSchema = (schema: ValueObject, value: Value): string | undefined =>
  new SchemaCheck(schema).violation(schema, value)
