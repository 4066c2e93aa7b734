import type { ModelMessage, ModelRequest } from "../../model/model_request.ts"
import { jsonText } from "../../value/json_text.ts"
import type { ValueObject } from "../../value/value.ts"

const instruction = (schema: ValueObject): string =>
  `Answer with one JSON object that fits this JSON Schema, and nothing else:\n<schema>\n${jsonText(schema)}\n</schema>`

/** The first system message says it first; where there is none, one more does. */
const instructed = (messages: ReadonlyArray<ModelMessage>, text: string): ReadonlyArray<ModelMessage> => {
  const place = messages.findIndex(({ role }) => role === "system")
  if (place < 0) return [{ role: "system", content: text }, ...messages]
  return messages.map((message, index): ModelMessage => {
    if (index !== place) return message
    const { content } = message
    return typeof content === "string"
      ? { ...message, content: `${text}\n\n${content}` }
      : { ...message, content: [{ kind: "text", text }, ...content] }
  })
}

/** The words of a completion model come in one message. */
const prefixed = ([first, ...others]: ReadonlyArray<ModelMessage>, text: string): ReadonlyArray<ModelMessage> =>
  first === undefined || typeof first.content !== "string"
    ? [{ role: "user", content: text }, ...(first === undefined ? [] : [first]), ...others]
    : [{ ...first, content: `${text}\n\n${first.content}` }, ...others]

/**
 * A request that tells the model in words what form its answer must have, for servers that refuse to be told so
 * otherwise; undefined for one that asks for no schema.
 */
export const promptedFormat = (request: ModelRequest): ModelRequest | undefined => {
  const { responseFormat, ...rest } = request
  if (responseFormat?.kind !== "json_schema") return undefined
  const text = instruction(responseFormat.schema)
  const messages = request.mode === "chat" ? instructed(request.messages, text) : prefixed(request.messages, text)
  return { ...rest, messages, idempotencyKey: `${request.idempotencyKey}:prompted` }
}
