import { Result } from "effect"
import { parseJson } from "../value/parse_json.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, isValueObject, type MutableValueObject, objectFrom } from "../value/value_object.ts"
import type { ModelRequest } from "./model_request.ts"
import { providerName } from "./provider_name.ts"

/** What a file must not decide: it belongs to the request itself, or would change the form of the answer. */
const reserved = new Set([
  "model",
  "messages",
  "stream",
  "stream_options",
  "stop",
  "tools",
  "tool_choice",
  "functions",
  "function_call",
  "n",
  "json_schema"
])

// A schema may be given bare or in the envelope { name, schema } of the API.
const envelope = (schema: Value): ValueObject =>
  isValueObject(schema) && Object.hasOwn(schema, "schema")
    ? schema
    : objectFrom([
        ["name", "llm_response"],
        ["schema", schema]
      ])

const formatOf = (format: string, schema: Value | undefined): ValueObject => {
  const type = format.toLowerCase() === "json" ? "json_object" : format
  const parsed = typeof schema === "string" ? Result.getOrElse(parseJson(schema), () => undefined) : schema
  const made: MutableValueObject = emptyObject()
  made.type = type
  if (type === "json_schema" && parsed !== undefined && parsed !== null) made.json_schema = envelope(parsed)
  return made
}

// OpenAI's reasoning models refuse max_tokens.
const renamed = (name: string, request: ModelRequest): string =>
  name === "max_tokens" && providerName(request.provider) === "openai" && /^(o\d|gpt-5)/.test(request.name)
    ? "max_completion_tokens"
    : name

/** The parameters of a file as chat completions take them. Dify keeps `response_format` as a word. */
export const chatParameters = (request: ModelRequest): MutableValueObject => {
  const made = emptyObject()
  for (const [name, value] of Object.entries(request.parameters)) {
    if (value === null || reserved.has(name)) continue
    made[renamed(name, request)] =
      name === "response_format" && typeof value === "string" ? formatOf(value, request.parameters.json_schema) : value
  }
  return made
}
