import { floatFromText } from "../../value/python_number.ts"
import { textOf } from "../../value/text_form.ts"
import { Float, type Value } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { MetadataFilter } from "./metadata_filter.ts"

type Condition = MetadataFilter["conditions"][number]

/** What the host says of a document. */
interface Metadata {
  readonly [name: string]: unknown
}

/** A condition whose value stands. */
export interface StandingCondition {
  readonly name: string
  readonly operator: Condition["comparison_operator"]
  readonly expected: Value
}

/** Conditions whose values stand. */
export interface StandingFilter {
  readonly logical: MetadataFilter["logical_operator"]
  readonly conditions: ReadonlyArray<StandingCondition>
}

/** A template that is one reference alone keeps its number; everything else is text, as in Dify. */
const standingValue = (given: Value | undefined, variables: VariableReader): Value => {
  if (isValueArray(given)) return given.map((item) => (typeof item === "string" ? variables.text(item) : textOf(item)))
  if (typeof given !== "string") return given ?? null
  const [only, ...others] = variables.resolve(given)
  const isNumber = typeof only === "number" || typeof only === "bigint" || only instanceof Float
  return isNumber && others.length === 0 ? only : variables.text(given)
}

const textIn = (actual: unknown): string =>
  actual === null || actual === undefined ? "" : actual instanceof Date ? actual.toISOString() : String(actual)

const amountOf = (given: unknown): number | undefined => {
  if (given instanceof Float) return given.value
  if (typeof given === "number" || typeof given === "bigint") return Number(given)
  return typeof given === "string" ? floatFromText(given) : undefined
}

/** A time: seconds as Dify keeps them, or a date in writing. */
const timeOf = (given: unknown): number | undefined => {
  const seconds = amountOf(given)
  if (seconds !== undefined) return seconds
  const read = given instanceof Date ? given.getTime() : typeof given === "string" ? Date.parse(given) : Number.NaN
  return Number.isNaN(read) ? undefined : read / 1000
}

const compared = (
  actual: number | undefined,
  expected: number | undefined,
  holds: (actual: number, expected: number) => boolean
): boolean => actual !== undefined && expected !== undefined && holds(actual, expected)

/** The members of a list, or of a text with commas between them. */
const members = (expected: Value): ReadonlyArray<string> =>
  isValueArray(expected)
    ? expected.map(textOf)
    : textOf(expected)
        .split(",")
        .map((part) => part.trim())

const isAbsent = (actual: unknown): boolean => actual === null || actual === undefined || actual === ""

const holds = ({ operator, expected }: StandingCondition, actual: unknown): boolean => {
  if (operator === "empty") return isAbsent(actual)
  if (operator === "not empty") return !isAbsent(actual)
  // A database has no answer about what is not there, and lets it through nowhere.
  if (actual === null || actual === undefined) return false
  const text = textIn(actual)
  const wanted = textOf(expected)
  const amounts = [amountOf(actual), amountOf(expected)] as const
  const times = [timeOf(actual), timeOf(expected)] as const
  switch (operator) {
    case "contains":
      return text.includes(wanted)
    case "not contains":
      return !text.includes(wanted)
    case "start with":
      return text.startsWith(wanted)
    case "end with":
      return text.endsWith(wanted)
    case "is":
      return text === wanted
    case "is not":
      return text !== wanted
    case "in":
      return members(expected).includes(text)
    case "not in":
      return !members(expected).includes(text)
    case "=":
      return compared(...amounts, (left, right) => left === right)
    case "≠":
      return compared(...amounts, (left, right) => left !== right)
    case ">":
      return compared(...amounts, (left, right) => left > right)
    case "<":
      return compared(...amounts, (left, right) => left < right)
    case "≥":
      return compared(...amounts, (left, right) => left >= right)
    case "≤":
      return compared(...amounts, (left, right) => left <= right)
    case "before":
      return compared(...times, (left, right) => left < right)
    case "after":
      return compared(...times, (left, right) => left > right)
  }
}

/** The conditions of a node, with the values of the variables that they refer to. */
export const standingFilter = (filter: MetadataFilter, variables: VariableReader): StandingFilter => ({
  logical: filter.logical_operator,
  conditions: filter.conditions.map(({ name, comparison_operator, value }) => ({
    name,
    operator: comparison_operator,
    expected: standingValue(value, variables)
  }))
})

/** Whether conditions let a document through; without conditions they let everything through. */
export const metadataMatches = ({
  logical,
  conditions
}: StandingFilter): ((metadata: Metadata | undefined) => boolean) => {
  if (conditions.length === 0) return () => true
  return (metadata = {}) => {
    const fits = (condition: StandingCondition): boolean =>
      holds(condition, Object.hasOwn(metadata, condition.name) ? metadata[condition.name] : undefined)
    return logical === "or" ? conditions.some(fits) : conditions.every(fits)
  }
}
