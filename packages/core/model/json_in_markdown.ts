import { Result } from "effect"
import { parseJson } from "../value/parse_json.ts"
import { pythonText } from "../value/python_text.ts"
import type { ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject } from "../value/value_object.ts"

/** Why a text holds no JSON object, in Dify's words; `type` is Dify's name for it. */
export interface NoJson {
  readonly type: "ValueError" | "OutputParserError"
  readonly message: string
}

const fences = ["```json", "```", "``", "`"]
const starts = [...fences, "{", "["]
const ends = ["```", "``", "`", "}", "]"]
const quoteLength = 500

/** Where a block begins: the first kind of mark that occurs anywhere, not the first mark of the text. */
const startOf = (text: string): number => {
  const mark = starts.find((candidate) => text.includes(candidate))
  if (mark === undefined) return -1
  return text.indexOf(mark) + (fences.includes(mark) ? mark.length : 0)
}

const endOf = (text: string, start: number): number => {
  const mark = ends.find((candidate) => text.lastIndexOf(candidate) >= start)
  if (mark === undefined) return -1
  return text.lastIndexOf(mark) + (mark === "}" || mark === "]" ? 1 : 0)
}

/**
 * The JSON object in a model's Markdown, found as Dify finds it: inside the first fence, else from the first brace to the
 * last. A list of one object is that object.
 */
export const jsonInMarkdown = (answer: string): Result.Result<ValueObject, NoJson> => {
  const text = answer.trim()
  const start = startOf(text)
  const end = start < 0 ? -1 : endOf(text, start)
  if (end <= start) return Result.fail({ type: "ValueError", message: "could not find json block in the output." })
  const parsed = parseJson(text.slice(start, end).trim())
  const refused = (message: string): Result.Result<never, NoJson> => Result.fail({ type: "OutputParserError", message })
  if (Result.isFailure(parsed)) return refused(`got invalid json object. error: ${parsed.failure}`)
  const value = parsed.success
  const only = isValueArray(value) && value.length === 1 ? (value[0] ?? null) : value
  if (isValueObject(only)) return Result.succeed(only)
  return refused(`got invalid return object. obj:${pythonText(value).slice(0, quoteLength)}`)
}
