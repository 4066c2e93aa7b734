import { usageValue } from "../../model/usage_value.ts"
import { Float, type Value, type ValueObject } from "../../value/value.ts"
import { emptyObject, isValueObject, property } from "../../value/value_object.ts"
import type { NodeResult, Usage } from "../node_result.ts"
import type { LlmConfig } from "./llm_config.ts"

const numberOf = (value: Value | undefined): number => {
  if (value instanceof Float) return value.value
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : 0
}

const usageOf = (given: Value | undefined): Usage => {
  const usage = isValueObject(given) ? given : emptyObject()
  const prompt_tokens = numberOf(property(usage, "prompt_tokens"))
  const completion_tokens = numberOf(property(usage, "completion_tokens"))
  const total = property(usage, "total_tokens")
  const total_tokens = total === undefined ? prompt_tokens + completion_tokens : numberOf(total)
  return { prompt_tokens, completion_tokens, total_tokens }
}

/** What a mock's answer stands for: `text`, `usage`, `finish_reason`, `reasoning_content`, `structured_output`, `files`. */
export const mockedAnswer = (config: LlmConfig, answer: ValueObject): NodeResult => {
  const usage = usageOf(property(answer, "usage"))
  const model = { model_provider: config.model.provider, model_name: config.model.name }
  const finish_reason = property(answer, "finish_reason") ?? "stop"
  const outputs = Object.assign(emptyObject(), { text: "", reasoning_content: "" }, answer, {
    usage: usageValue(usage),
    finish_reason
  })
  return {
    outputs,
    inputs: model,
    processData: { model_mode: config.model.mode, usage: usageValue(usage), finish_reason, ...model },
    usage
  }
}
