import { Result } from "effect"
import { StructuredOutputInvalid, StructuredOutputSchemaInvalid } from "../../error/llm_errors.ts"
import { jsonObjectIn } from "../../model/json_object_in.ts"
import type { ModelResponseFormat } from "../../model/model_request.ts"
import { ThinkSplitter } from "../../model/think_splitter.ts"
import type { ValueObject } from "../../value/value.ts"
import { isValueObject, property } from "../../value/value_object.ts"
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

const withoutReasoning = (text: string): string => {
  const splitter = new ThinkSplitter()
  const pieces = [...splitter.feed(text), ...splitter.end()]
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("")
}

/** The object that an answer holds. It is not checked against the schema, as in Dify. */
export const structuredOutput = (text: string): Result.Result<ValueObject, PromptFailure> => {
  const object = jsonObjectIn(withoutReasoning(text))
  if (object !== undefined) return Result.succeed(object)
  const message = `Failed to parse structured output: ${text.slice(0, quoteLength)}`
  return promptFailure(new StructuredOutputInvalid({ message }), "LLMNodeError")
}
