import { floatFromText, integerFromText } from "../../value/python_number.ts"
import { float, isFloat, type Value, type ValueObject } from "../../value/value.ts"
import { isValueArray, isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { valueType } from "../../value/value_type.ts"
import { type Parameter, type ParameterType, parameterType } from "./parameter.ts"

const isNumber = (value: Value): boolean => typeof value === "number" || typeof value === "bigint" || isFloat(value)

const fits = (type: ParameterType, value: Value): boolean => {
  switch (type) {
    case "string":
      return typeof value === "string"
    case "number":
      return isNumber(value) || typeof value === "boolean"
    case "boolean":
      return typeof value === "boolean"
    default:
      return isValueArray(value) && value.every((item) => fitsItem(type, item))
  }
}

const fitsItem = (type: ParameterType, item: Value): boolean => {
  if (type === "array[string]") return typeof item === "string"
  if (type === "array[number]") return fits("number", item)
  return type === "array[boolean]" ? typeof item === "boolean" : isValueObject(item)
}

/** What is wrong with an answer, in Dify's words: the first thing, or nothing. */
export const extractionProblem = (parameters: ReadonlyArray<Parameter>, answer: ValueObject): string | undefined => {
  if (Object.keys(answer).length !== parameters.length) return "Invalid number of parameters"
  for (const parameter of parameters) {
    const { name, required, options } = parameter
    const value = property(answer, name)
    if (value === undefined && required) return `Parameter ${name} is required`
    const type = parameterType(parameter)
    const given = value ?? null
    if (!fits(type, given)) {
      return `Invalid value for parameter ${name}, expected segment type: ${type}, actual_type: ${valueType(given)}`
    }
    if (type === "string" && options.length > 0 && !options.some((option) => option === given)) {
      return `Invalid \`select\` value for parameter ${name}`
    }
  }
  return undefined
}

/** A number in writing: with a point a float, else an integer. */
const numberIn = (text: string): Value | undefined => {
  if (!text.includes(".")) return integerFromText(text)
  const read = floatFromText(text)
  return read === undefined ? undefined : float(read)
}

const asNumber = (value: Value): Value | undefined => {
  if (typeof value === "boolean") return value ? 1 : 0
  if (isNumber(value)) return value
  return typeof value === "string" ? numberIn(value) : undefined
}

const asTruth = (value: Value): Value => {
  if (typeof value === "boolean") return value
  return typeof value === "number" || typeof value === "bigint" ? Number(value) !== 0 : false
}

const asItem = (type: ParameterType, item: Value): ReadonlyArray<Value> => {
  if (type === "array[number]") {
    const number = asNumber(item)
    return number === undefined ? [] : [number]
  }
  return fitsItem(type, item) ? [item] : []
}

const converted = (type: ParameterType, value: Value): Value => {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : ""
    case "number":
      return asNumber(value) ?? 0
    case "boolean":
      return asTruth(value)
    default:
      return isValueArray(value) ? value.flatMap((item) => asItem(type, item)) : []
  }
}

/** The parameters as they go on: each of its type, zero where the answer has nothing that could be one. */
export const extractedValues = (
  parameters: ReadonlyArray<Parameter>,
  answer: ValueObject
): ReadonlyArray<readonly [string, Value]> =>
  parameters.map((parameter) => [
    parameter.name,
    converted(parameterType(parameter), property(answer, parameter.name) ?? null)
  ])

/** An answer of nothing: what a model that found none is taken for. */
export const nothingExtracted = (parameters: ReadonlyArray<Parameter>): ValueObject =>
  objectFrom(extractedValues(parameters, objectFrom([])))
