import { Result } from "effect"
import { jsonText } from "../../value/json_text.ts"
import { parseJson } from "../../value/parse_json.ts"
import { refuseInvalid } from "./document_refusal.ts"
import { checkTextLength } from "./markdown_table.ts"

/** JSON with an indent of two spaces; every digit of its numbers stays. */
export const indentedJson = (text: string): string => {
  const value = parseJson(text, { nonFinite: true })
  if (Result.isFailure(value)) return refuseInvalid(value.failure)
  const indented = jsonText(value.success, { indent: 2 })
  checkTextLength(indented.length)
  return indented
}
