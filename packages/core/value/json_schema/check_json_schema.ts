import type { Value, ValueObject } from "../value.ts"
import { SchemaCheck } from "./_schema_check.ts"

/** How a value does not fit a schema. */
export interface SchemaViolation {
  /** In the words of Python's `jsonschema`. */
  readonly message: string
  /** The part that does not fit, as a JSONPath: `$.items[0].name`. */
  readonly path: string
}

const plainName = /^[A-Za-z_]\w*$/

const stepOf = (step: string | number): string =>
  typeof step === "string" && plainName.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`

/**
 * The first violation of a JSON schema of draft 7 by a value; undefined when it fits. `pattern`, `patternProperties` and
 * `format` are not looked at: a pattern of a file could run for ever.
 *
 * @example
 * ```ts
 * import { schemaViolation } from "@flowglass/core"
 *
 * const schema = { type: "object", properties: { ages: { items: { type: "integer" } } } }
 * schemaViolation(schema, { ages: [5, "x"] }) // => { message: "'x' is not of type 'integer'", path: "$.ages[1]" }
 * ```
 */
export const schemaViolation = (schema: ValueObject, value: Value): SchemaViolation | undefined => {
  const check = new SchemaCheck(schema)
  const message = check.violation(schema, value)
  return message === undefined ? undefined : { message, path: `$${check.path.map(stepOf).join("")}` }
}

/**
 * What is wrong with a value by a JSON schema of draft 7, in the words of Python's `jsonschema`; undefined when it fits.
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
  schemaViolation(schema, value)?.message
