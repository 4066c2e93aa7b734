import { Result } from "effect"
import type { ConditionError } from "../error/condition_errors.ts"
import { parseJson } from "../value/parse_json.ts"
import { typeMismatch, valueInvalid } from "./_outcome.ts"

const leadingSpace = /^[ \t\n\r]*/
const scalar = /^(?:true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/
const integer = /^-?[0-9]+$/

/** A place in a text as Python's JSON reader names it: code points, lines and columns from 1. */
const placeOf = (text: string, index: number): string => {
  const before = text.slice(0, index)
  const line = before.split("\n").length
  const column = Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1
  return `line ${line} column ${column} (char ${Array.from(before).length})`
}

const unexpected = (text: string): ConditionError => typeMismatch(`unexpected value: type=<class 'str'>, value=${text}`)

const readOther = (text: string, start: number): ConditionError => {
  const first = text.charAt(start)
  if (first !== '"' && first !== "[" && first !== "{") return valueInvalid(`Expecting value: ${placeOf(text, start)}`)
  return Result.match(parseJson(text), { onSuccess: () => unexpected(text), onFailure: valueInvalid })
}

/**
 * The text a boolean variable is compared with, as a boolean: Dify reads it as JSON and takes booleans and integers.
 * Anything else is an error, the editor's empty default value too.
 */
export const expectedBoolean = (text: string): boolean | ConditionError => {
  const start = leadingSpace.exec(text)?.[0].length ?? 0
  const word = scalar.exec(text.slice(start))?.[0]
  if (word === undefined) return readOther(text, start)
  const rest = text.slice(start + word.length)
  const space = leadingSpace.exec(rest)?.[0].length ?? 0
  if (space < rest.length) return valueInvalid(`Extra data: ${placeOf(text, start + word.length + space)}`)
  if (word === "true" || word === "false") return word === "true"
  return integer.test(word) ? /[1-9]/.test(word) : unexpected(text)
}
