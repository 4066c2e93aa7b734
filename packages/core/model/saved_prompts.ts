import type { Value, ValueObject } from "../value/value.ts"
import { messageText } from "./message_text.ts"
import type { ModelMessage, ModelPart } from "./model_request.ts"

const kept = 10

// Media are kept recognisable, not readable: a record of a run is no copy of its files.
const shortened = (data: string): string =>
  data.length <= 2 * kept ? data : `${data.slice(0, kept)}...[TRUNCATED]...${data.slice(-kept)}`

const savedPart = (part: ModelPart): ReadonlyArray<ValueObject> => {
  if (part.kind === "text") return []
  const file = { type: part.kind, data: shortened(part.url) }
  return [part.kind === "image" ? { ...file, detail: part.detail ?? "low" } : file]
}

const savedFiles = (message: ModelMessage): ReadonlyArray<ValueObject> =>
  typeof message.content === "string" ? [] : message.content.flatMap(savedPart)

const savedMessage = (message: ModelMessage): ValueObject => {
  const saved = { role: message.role, text: messageText(message), files: savedFiles(message) }
  const calls = message.toolCalls ?? []
  if (calls.length === 0) return saved
  const tool_calls = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: "function",
    function: { name, arguments: given }
  }))
  return { ...saved, tool_calls }
}

/** The prompts of a call as Dify keeps them in process data: `[{ role, text, files }]`, media shortened. */
export const savedPrompts = (mode: "chat" | "completion", messages: ReadonlyArray<ModelMessage>): Value => {
  if (mode === "chat") return messages.map(savedMessage)
  return messages.slice(0, 1).map((message) => {
    const files = savedFiles(message)
    const saved = { role: "user", text: messageText(message) }
    return files.length === 0 ? saved : { ...saved, files }
  })
}
