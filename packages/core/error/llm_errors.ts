import { defineError } from "./define_error.ts"

/** A prompt refers to a variable that has no value. Dify's type is `VariableNotFoundError`. */
export class PromptVariableNotFound extends defineError<PromptVariableNotFound>()({
  code: "prompt_variable_not_found",
  status: 422,
  family: "node",
  title: "A prompt refers to a variable that is not there",
  remedy: "Check the reference; the node that produces the variable must run before this one."
}) {}

/** After everything was put together, there is nothing to ask. Dify's type is `NoPromptFoundError`. */
export class PromptEmpty extends defineError<PromptEmpty>()({
  code: "prompt_empty",
  status: 422,
  family: "node",
  title: "There is no prompt to send to the model",
  remedy: "Write a text into the prompt, or check that its variables are not empty."
}) {}

/** An item of the context is neither text nor a search result. Dify's type is `InvalidContextStructureError`. */
export class PromptContextInvalid extends defineError<PromptContextInvalid>()({
  code: "prompt_context_invalid",
  status: 422,
  family: "node",
  title: "The context of a prompt has items that are no text",
  remedy: "Use the result of a knowledge retrieval, texts, or objects with a text `content`."
}) {}

/** What was said before cannot be put into the prompt of a completion model. Dify's text. */
export class PromptMemoryInvalid extends defineError<PromptMemoryInvalid>()({
  code: "prompt_memory_invalid",
  status: 422,
  family: "node",
  title: "The memory of a completion model does not say who is who",
  remedy: "Give memory.role_prefix of the node a user and an assistant."
}) {}

/** The vision variable holds something else than files. Dify's type is `InvalidVariableTypeError`. */
export class PromptFilesInvalid extends defineError<PromptFilesInvalid>()({
  code: "prompt_files_invalid",
  status: 422,
  family: "node",
  title: "The vision variable of a prompt holds no files",
  remedy: "Select a variable of files for vision, or switch vision off."
}) {}

/** A file of a prompt is only a reference here. */
export class PromptFileUnavailable extends defineError<PromptFileUnavailable>()({
  code: "prompt_file_unavailable",
  status: 422,
  family: "node",
  title: "A file of a prompt cannot be sent to the model",
  remedy: "Hand the file over with its bytes, or with an http address."
}) {}

/** Structured output is switched on without a JSON Schema. Dify's type is `LLMNodeError`. */
export class StructuredOutputSchemaInvalid extends defineError<StructuredOutputSchemaInvalid>()({
  code: "structured_output_schema_invalid",
  status: 422,
  family: "node",
  title: "The schema of the structured output is no JSON Schema",
  remedy: "Give structured_output a JSON Schema of draft 7, or switch it off."
}) {}

/** The answer holds no JSON object, or one that does not fit the schema. Dify's type is `LLMNodeError`. */
export class StructuredOutputInvalid extends defineError<StructuredOutputInvalid>()({
  code: "structured_output_invalid",
  status: 422,
  family: "node",
  title: "The model's answer is not the structured output it was asked for",
  remedy: "Try again, ask for less, or use a model that supports JSON Schema."
}) {}

/** The codes of nodes that prompt a model. */
export const llmErrors = [
  PromptVariableNotFound,
  PromptEmpty,
  PromptContextInvalid,
  PromptMemoryInvalid,
  PromptFilesInvalid,
  PromptFileUnavailable,
  StructuredOutputSchemaInvalid,
  StructuredOutputInvalid
] as const
