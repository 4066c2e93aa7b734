import { Result } from "effect"
import type { ModelAnswer } from "../../model/model_answer.ts"
import { parseJson } from "../../value/parse_json.ts"
import type { Value } from "../../value/value.ts"
import { jsonObjectInText } from "./json_in_text.ts"

/** The tool by which an agent hands over its outputs. */
export const finalOutputTool = "final_output"

/**
 * What an agent answered: the arguments of its first `final_output` call, else its text. A text is the output `text` of
 * an agent with the default outputs; otherwise it must hold a JSON object, or it stays the text it is.
 */
export const agentPayload = (answer: ModelAnswer, declaresOutputs: boolean): Value => {
  const call = answer.toolCalls.find((candidate) => candidate.name === finalOutputTool)
  // Arguments that are no JSON stay text: the type check then says so and a retry can mend it.
  if (call !== undefined) return Result.getOrElse(parseJson(call.arguments), () => call.arguments)
  return declaresOutputs ? (jsonObjectInText(answer.text) ?? answer.text) : { text: answer.text }
}
