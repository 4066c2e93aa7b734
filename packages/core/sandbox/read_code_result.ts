import { Result } from "effect"
import { CodeResultInvalid } from "../error/sandbox_errors.ts"
import { parseJson } from "../value/parse_json.ts"
import { pythonTypeName } from "../value/python_type_name.ts"
import { float, type Value, type ValueObject } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../value/value_object.ts"

/** Text such as `1e+10`: Dify takes it for a number that a JSON writer produced. */
const scientific = /^-?\d+\.?\d*e[+-]\d+$/i

const withNumbers = (value: Value): Value => {
  if (typeof value === "string") return scientific.test(value) ? float(Number(value)) : value
  if (isValueArray(value)) return value.map(withNumbers)
  return isValueObject(value) ? membersWithNumbers(value) : value
}

const membersWithNumbers = (object: ValueObject): ValueObject => {
  const converted = emptyObject()
  for (const name of Object.keys(object)) converted[name] = withNumbers(object[name] ?? null)
  return converted
}

const invalid = (message: string) => Result.fail(new CodeResultInvalid({ message }))

/**
 * The JSON text that a program returned, as its outputs: `1` is an integer, `1.5` a float, text like `1e+10` a float
 * as in Dify. Fails with `code_result_invalid` and Dify's text when it is no object.
 */
export const readCodeResult = (text: string): Result.Result<ValueObject, CodeResultInvalid> => {
  // Python writes NaN and the infinities as words, and so does Dify's reader read them.
  const parsed = parseJson(text, { nonFinite: true })
  if (Result.isFailure(parsed)) return invalid(`Failed to parse JSON response: ${parsed.failure}.`)
  const value = parsed.success
  return isValueObject(value)
    ? Result.succeed(membersWithNumbers(value))
    : invalid(`Result must be a dict, got ${pythonTypeName(value)}`)
}
