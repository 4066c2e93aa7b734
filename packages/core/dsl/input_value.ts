import { Predicate, Result } from "effect"
import type { StartVariable } from "../node/start/start_variable.ts"
import { FileValue } from "../value/file_value.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { isTruthy } from "../value/is_truthy.ts"
import { checkJsonSchema } from "../value/json_schema/check_json_schema.ts"
import { floatFromText, integerFromText } from "../value/python_number.ts"
import { numberText, pythonRepr, pythonText } from "../value/python_text.ts"
import { pythonTypeName } from "../value/python_type_name.ts"
import { Float, float, type Value } from "../value/value.ts"
import { isValueArray, isValueObject } from "../value/value_object.ts"
import { allowsFile } from "./file_rules.ts"
import { inputFile } from "./input_file.ts"
import type { InputFault } from "./input_problem.ts"

/** What an input becomes, or what is wrong with it. */
type Read = Result.Result<Value, InputFault>

const fault = (code: InputFault["code"], message: string): Read => Result.fail({ code, message })

const form = ({ variable }: StartVariable): string => `${variable} in input form`

const withoutNul = (text: string): string => text.replaceAll("\0", "")

/** Whether a text has more characters (code points) than that. As in Dify, NUL characters count, and go afterwards. */
const isLonger = (text: string, limit: number): boolean =>
  text.length > limit && (text.length > 2 * limit || Array.from(text).length > limit)

const readText = (variable: StartVariable, value: Value): Read => {
  if (typeof value !== "string") {
    return fault("input_type_mismatch", `(type '${variable.type}') ${form(variable)} must be a string`)
  }
  const { max_length: limit, type } = variable
  return limit && type !== "select" && isLonger(value, limit)
    ? fault("input_too_long", `${form(variable)} must be less than ${limit} characters`)
    : Result.succeed(withoutNul(value))
}

const readSelect = (variable: StartVariable, value: Value): Read => {
  if (value === "" && !variable.required && !variable.options.includes("")) return Result.succeed(null)
  if (typeof value === "string" && !variable.options.includes(value)) {
    return fault(
      "input_not_an_option",
      `${form(variable)} must be one of the following: ${pythonRepr(variable.options)}`
    )
  }
  return readText(variable, value)
}

const readNumber = (variable: StartVariable, value: Value): Read => {
  if (numberText(value) !== undefined || typeof value === "boolean") return Result.succeed(value)
  if (typeof value !== "string") {
    const message = `expected value type int, float or str, got ${pythonTypeName(value)}, value: ${pythonText(value)}`
    return fault("input_type_mismatch", message)
  }
  if (value.trim() === "") return Result.succeed(null)
  const number = value.includes(".") ? floatFromText(value) : integerFromText(value)
  if (number === undefined) return fault("input_type_mismatch", `${form(variable)} must be a valid number`)
  return Result.succeed(typeof number === "number" && value.includes(".") ? float(number) : number)
}

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, "true", "1", "yes", "on", 1].map((word): [unknown, boolean] => [word, true]),
  ...[false, "false", "0", "no", "off", 0].map((word): [unknown, boolean] => [word, false])
])

const holdsObject = (value: Value): boolean =>
  isValueObject(value) || (isValueArray(value) && value.some(isValueObject))

/** As in Dify, whatever is neither true nor false passes as it is. */
const readCheckbox = (variable: StartVariable, value: Value): Read => {
  if (holdsObject(value)) return fault("input_type_mismatch", `Invalid input type for ['${variable.variable}']`)
  const plain = value instanceof Float ? value.value : typeof value === "string" ? value.trim().toLowerCase() : value
  return Result.succeed(truths.get(plain) ?? (typeof value === "string" ? withoutNul(value) : value))
}

const readObject = (variable: StartVariable, value: Value): Read => {
  // As in Dify, whatever is empty passes: no object, no schema.
  if (!isTruthy(value)) return Result.succeed(value)
  if (!isValueObject(value)) return fault("input_type_mismatch", `${form(variable)} must be a dict`)
  const violation = variable.json_schema === null ? undefined : checkJsonSchema(variable.json_schema, value)
  if (violation === undefined) return Result.succeed(value)
  return fault(
    "input_json_schema_mismatch",
    `JSON object for '${variable.variable}' does not match schema: ${violation}`
  )
}

const readFile = (variable: StartVariable, given: unknown): Read =>
  Result.match(inputFile(given), {
    onFailure: (message) => fault("input_file_invalid", message),
    onSuccess: (file) =>
      allowsFile(variable, file)
        ? Result.succeed(file)
        : fault("input_file_not_allowed", `File validation failed for file: ${file.attributes.filename ?? ""}`)
  })

const isMapping = (given: unknown): boolean =>
  given instanceof FileValue || (Predicate.isObject(given) && !Array.isArray(given))

const field = (given: unknown, name: string): unknown => (Predicate.hasProperty(given, name) ? given[name] : undefined)

/** Whether an entry of a list of files may stay: as in Dify, a mapping that says nowhere where its file is is left out. */
export const isUsable = (given: unknown): boolean => {
  if (given instanceof FileValue || !isMapping(given)) return true
  const method = field(given, "transfer_method")
  return method === "remote_url" ? Boolean(field(given, "url") || field(given, "remote_url")) : Boolean(method)
}

const readFiles = (variable: StartVariable, given: unknown): Read => {
  if (!Array.isArray(given) || !given.every(isMapping)) {
    return fault("input_type_mismatch", `${form(variable)} must be a list of files`)
  }
  const { max_length: limit } = variable
  if (limit && given.length > limit) {
    return fault("input_too_long", `${form(variable)} must be less than ${limit} files`)
  }
  const files: Array<Value> = []
  for (const entry of given.filter(isUsable)) {
    const file = readFile(variable, entry)
    if (Result.isFailure(file)) return file
    files.push(file.success)
  }
  return Result.succeed(files)
}

const readers: Record<
  Exclude<StartVariable["type"], "file" | "file-list" | "external_data_tool">,
  (variable: StartVariable, value: Value) => Read
> = {
  "text-input": readText,
  paragraph: readText,
  select: readSelect,
  number: readNumber,
  checkbox: readCheckbox,
  json_object: readObject
}

/** Reads the value that a caller gave for a variable; it is neither null nor absent. */
export const readInput = (variable: StartVariable, given: unknown): Read => {
  const { type } = variable
  if (type === "external_data_tool") {
    const message = `${form(variable)} is of type external_data_tool, which takes no value here`
    return fault("input_type_unsupported", message)
  }
  if (type === "file" || type === "file-list") {
    if (given === "" && !variable.required) return Result.succeed(null)
    if (type === "file-list") return readFiles(variable, given)
    return isMapping(given)
      ? readFile(variable, given)
      : fault("input_type_mismatch", `${form(variable)} must be a file`)
  }
  const value = fromUnknown(given)
  if (Result.isSuccess(value)) return readers[type](variable, value.success)
  const { code, message } = value.failure
  return fault(code === "value_not_supported" ? "input_type_mismatch" : code, `${form(variable)}: ${message}`)
}
