import { JsonPointer } from "effect"
import { pythonRepr } from "../python_text.ts"
import type { Value, ValueObject } from "../value.ts"
import { isValueArray, isValueObject, property } from "../value_object.ts"
import { arrayViolation } from "./_array_keywords.ts"
import { combinedViolation } from "./_combining_keywords.ts"
import { objectViolation } from "./_object_keywords.ts"
import { scalarViolation } from "./_scalar_keywords.ts"
import { valueViolation } from "./_value_keywords.ts"

/** How many schemas one check may try: a schema can multiply itself through references. */
const maximumSteps = 100_000
/** How deep schemas may refer to each other for one value. */
const maximumDepth = 300

/** One check of one value against one schema, with the account of its effort. */
export class SchemaCheck {
  readonly #root: ValueObject
  /** The way to the value that is looked at; after a violation to the one that does not fit. */
  readonly path: Array<string | number> = []
  #steps = 0
  #depth = 0

  constructor(root: ValueObject) {
    this.#root = root
  }

  /** What is wrong with a value; undefined when it fits. */
  violation(schema: Value | undefined, value: Value): string | undefined {
    if (schema === false) return `False schema does not allow ${pythonRepr(value)}`
    if (!isValueObject(schema)) return undefined
    if (++this.#steps > maximumSteps || this.#depth >= maximumDepth) return "the schema is too large to be checked"
    this.#depth++
    const found = this.#byKeyword(schema, value)
    this.#depth--
    return found
  }

  /** What is wrong with a member of the value that is looked at. */
  inside(step: string | number, schema: Value | undefined, member: Value): string | undefined {
    this.path.push(step)
    const found = this.violation(schema, member)
    if (found === undefined) this.path.pop()
    return found
  }

  fits(schema: Value | undefined, value: Value): boolean {
    const { length } = this.path
    const found = this.violation(schema, value)
    this.path.length = length
    return found === undefined
  }

  #byKeyword(schema: ValueObject, value: Value): string | undefined {
    const reference = property(schema, "$ref")
    // In draft 7 whatever stands beside a reference has no meaning.
    if (typeof reference === "string") return this.violation(this.#target(reference), value)
    return (
      valueViolation(schema, value) ??
      scalarViolation(schema, value) ??
      (isValueArray(value) ? arrayViolation(this, schema, value) : undefined) ??
      (isValueObject(value) ? objectViolation(this, schema, value) : undefined) ??
      combinedViolation(this, schema, value)
    )
  }

  /** What a local reference names; nothing, so no rule, when it names nothing. */
  #target(reference: string): Value | undefined {
    let found: Value | undefined = this.#root
    const names = JsonPointer.parseUriFragment(reference)
    if (names === undefined) return undefined
    for (const name of names) {
      if (isValueArray(found)) found = found[Number(name)]
      else found = isValueObject(found) ? property(found, name) : undefined
    }
    return found
  }
}
