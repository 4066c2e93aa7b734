import { Result } from "effect"
import { PromptFilesInvalid } from "../../error/llm_errors.ts"
import { FileValue } from "../../value/file_value.ts"
import type { Value } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import { valueType } from "../../value/value_type.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { LlmConfig } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

/** The files of a value that is a file or a list of nothing but files; undefined for any other. */
export const filesOf = (value: Value | undefined): ReadonlyArray<FileValue> | undefined => {
  if (value instanceof FileValue) return [value]
  if (!isValueArray(value) || value.length === 0) return undefined
  const files = value.filter((item) => item instanceof FileValue)
  return files.length === value.length ? files : undefined
}

/** The files that vision shows to the model. No value, null and lists of mixed or no items are no files. */
export const visionFiles = (
  config: Pick<LlmConfig, "vision">,
  variables: VariableReader
): Result.Result<ReadonlyArray<FileValue>, PromptFailure> => {
  if (!config.vision.enabled) return Result.succeed([])
  const selector = config.vision.configs.variable_selector
  const value = variables.get(selector)
  const files = filesOf(value)
  if (files !== undefined) return Result.succeed(files)
  if (value === undefined || value === null || valueType(value) === "array[any]") return Result.succeed([])
  const message = `Invalid variable type: ${selector.join(".")} is ${valueType(value)}, no file`
  return promptFailure(new PromptFilesInvalid({ message }), "InvalidVariableTypeError")
}
