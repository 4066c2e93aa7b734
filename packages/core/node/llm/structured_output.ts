import { Option, Result } from "effect"
import { StructuredOutputInvalid, StructuredOutputSchemaInvalid } from "../../error/llm_errors.ts"
import { jsonObjectIn } from "../../model/json_object_in.ts"
import type { ModelResponseFormat } from "../../model/model_request.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { repairJson } from "../../value/repair_json.ts"
import type { ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../../value/value_object.ts"
import { type LlmConfig, wantsStructuredOutput } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

const quoteLength = 500

/** The form of the answer that the node asks for; undefined when it wants plain text. */
export const structuredFormat = (config: LlmConfig): Result.Result<ModelResponseFormat | undefined, PromptFailure> => {
  if (!wantsStructuredOutput(config)) return Result.succeed(undefined)
  const schema = config.structured_output === null ? undefined : property(config.structured_output, "schema")
  if (isValueObject(schema)) return Result.succeed({ kind: "json_schema", name: "llm_response", schema })
  const message = "Invalid structured output schema (stage=schema, path=$.schema): expected a JSON object"
  return promptFailure(new StructuredOutputSchemaInvalid({ message }), "LLMNodeError")
}

/** Models write JSON as people do: with comments, single quotes, trailing commas, or cut off. */
const repaired = (text: string): ValueObject | undefined => {
  const value = Option.getOrUndefined(Result.getSuccess(repairJson(text)))
  if (isValueArray(value)) return value.find((item) => isValueObject(item)) ?? emptyObject()
  return isValueObject(value) ? value : undefined
}

/** The object that an answer holds, repaired where it is no JSON. It is not checked against the schema, as in Dify. */
export const structuredOutput = (text: string): Result.Result<ValueObject, PromptFailure> => {
  const said = withoutReasoning(text)
  const object = jsonObjectIn(said) ?? repaired(said)
  if (object !== undefined) return Result.succeed(object)
  const message = `Failed to parse structured output: ${text.slice(0, quoteLength)}`
  return promptFailure(new StructuredOutputInvalid({ message }), "LLMNodeError")
}
