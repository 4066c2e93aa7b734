import { Option, Result } from "effect"
import { StructuredOutputInvalid, StructuredOutputSchemaInvalid } from "../../error/llm_errors.ts"
import { jsonObjectIn } from "../../model/json_object_in.ts"
import type { ModelResponseFormat } from "../../model/model_request.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { schemaViolation } from "../../value/json_schema/check_json_schema.ts"
import { jsonSchemaProblem } from "../../value/json_schema/json_schema_problem.ts"
import { repairJson } from "../../value/repair_json.ts"
import type { ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../../value/value_object.ts"
import { type LlmConfig, wantsStructuredOutput } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

const quoteLength = 500

const schemaInvalid = (problem: string) => {
  const message = `Invalid structured output schema (stage=schema, path=$.schema): ${problem}`
  return promptFailure(new StructuredOutputSchemaInvalid({ message }), "LLMNodeError")
}

const resultInvalid = (message: string) => promptFailure(new StructuredOutputInvalid({ message }), "LLMNodeError")

/** The form of the answer that the node asks for; undefined when it wants plain text. */
export const structuredFormat = (config: LlmConfig): Result.Result<ModelResponseFormat | undefined, PromptFailure> => {
  if (!wantsStructuredOutput(config)) return Result.succeed(undefined)
  const schema = config.structured_output === null ? undefined : property(config.structured_output, "schema")
  if (!isValueObject(schema)) return schemaInvalid("expected a JSON object")
  const problem = jsonSchemaProblem(schema)
  return problem === undefined
    ? Result.succeed({ kind: "json_schema", name: "llm_response", schema })
    : schemaInvalid(problem.slice(0, quoteLength))
}

/** Models write JSON as people do: with comments, single quotes, trailing commas, or cut off. */
const repaired = (text: string): ValueObject | undefined => {
  const value = Option.getOrUndefined(Result.getSuccess(repairJson(text)))
  if (isValueArray(value)) return value.find((item) => isValueObject(item)) ?? emptyObject()
  return isValueObject(value) ? value : undefined
}

/**
 * The object that an answer holds, repaired where it is no JSON, and held to its schema. The engine of Dify 1.14.2 does
 * not look at the schema again; later ones do, so that what comes after the node can rely on it.
 */
export const structuredOutput = (schema: ValueObject, text: string): Result.Result<ValueObject, PromptFailure> => {
  const said = withoutReasoning(text)
  const object = jsonObjectIn(said) ?? repaired(said)
  if (object === undefined) return resultInvalid(`Failed to parse structured output: ${text.slice(0, quoteLength)}`)
  const violation = schemaViolation(schema, object)
  if (violation === undefined) return Result.succeed(object)
  const { message, path } = violation
  const place = `stage=result, path=${path.slice(0, quoteLength)}`
  return resultInvalid(`Structured output validation failed (${place}): ${message.slice(0, quoteLength)}`)
}
