import { Result } from "effect"
import { parseJson } from "../value/parse_json.ts"
import { floatFromText } from "../value/python_number.ts"
import { numberText, pythonText } from "../value/python_text.ts"
import { float, type Value, type ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, property } from "../value/value_object.ts"

type Read = Result.Result<Value, string>

const wrongType = (expected: string, value: Value): Read =>
  Result.fail(`Value must be ${expected} type for ${pythonText(value)}`)

const readText = (value: Value): Read => (typeof value === "string" ? Result.succeed(value) : wrongType("str", value))

const readNumber = (value: Value): Read => {
  if (typeof value !== "string") {
    return numberText(value) === undefined ? wrongType("number", value) : Result.succeed(value)
  }
  const number = floatFromText(value)
  return number === undefined ? Result.fail(`Cannot convert to number: ${value}`) : Result.succeed(float(number))
}

/** Text is read as JSON, everything else is taken as it is. */
const fromJson = (value: Value): Read =>
  typeof value === "string"
    ? Result.mapError(parseJson(value), () => `Invalid JSON format for value: ${value}`)
    : Result.succeed(value)

const readObject = (value: Value): Read =>
  Result.flatMap(fromJson(value), (object) =>
    isValueObject(object) ? Result.succeed(object) : wrongType("dict", object)
  )

const readList =
  (itemName: string, isItem: (item: Value) => boolean) =>
  (value: Value): Read =>
    Result.flatMap(fromJson(value), (list) => {
      if (!isValueArray(list)) return wrongType("list", list)
      return list.every(isItem)
        ? Result.succeed(list)
        : Result.fail(`All elements must be ${itemName} for ${pythonText(list)}`)
    })

const readers: ReadonlyMap<Value, (value: Value) => Read> = new Map<Value, (value: Value) => Read>([
  ["string", readText],
  ["number", readNumber],
  ["object", readObject],
  ["array[string]", readList("str", (item) => typeof item === "string")],
  ["array[number]", readList("number", (item) => numberText(item) !== undefined)],
  ["array[object]", readList("dict", isValueObject)],
  ["array[file]", (value: Value) => Result.succeed(value)]
])

/** An entry of `default_value`: the output it replaces, and its value. The failure is Dify's sentence. */
export const readDefaultValue = (entry: ValueObject): Result.Result<readonly [string, Value], string> => {
  const key = property(entry, "key")
  if (typeof key !== "string" || key === "") return Result.fail("a default value needs a key")
  const type = property(entry, "type") ?? null
  const read = readers.get(type)
  if (read === undefined) return Result.fail(`default values have no type ${pythonText(type)}`)
  return Result.map(read(property(entry, "value") ?? null), (value) => [key, value])
}
