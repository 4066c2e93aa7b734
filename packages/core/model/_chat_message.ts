import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, type MutableValueObject } from "../value/value_object.ts"
import type { ModelMessage, ModelPart } from "./model_request.ts"

const dataUrl = /^data:[^,]*;base64,/

const audioFormat = (mimeType: string | undefined): string => {
  const kind = mimeType?.split(";")[0]?.split("/")[1] ?? "mp3"
  return kind === "mpeg" ? "mp3" : kind.replace(/^x-/, "")
}

const chatPart = (part: ModelPart): ValueObject => {
  switch (part.kind) {
    case "text":
      return { type: "text", text: part.text }
    case "image":
      return {
        type: "image_url",
        image_url: part.detail === undefined ? { url: part.url } : { url: part.url, detail: part.detail }
      }
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: part.url.replace(dataUrl, ""), format: audioFormat(part.mimeType) }
      }
    case "video":
      return { type: "video_url", video_url: { url: part.url } }
    case "document":
      return { type: "file", file: { filename: part.filename ?? "document", file_data: part.url } }
  }
}

/** A message as chat completions take it. */
export const chatMessage = (message: ModelMessage): Value => {
  const made: MutableValueObject = emptyObject()
  made.role = message.role
  made.content = typeof message.content === "string" ? message.content : message.content.map(chatPart)
  if (message.toolCalls !== undefined && message.toolCalls.length > 0) {
    made.tool_calls = message.toolCalls.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments }
    }))
  }
  if (message.toolCallId !== undefined) made.tool_call_id = message.toolCallId
  return made
}
