import { Result } from "effect"
import { PromptFileUnavailable } from "../error/llm_errors.ts"
import type { FileValue } from "../value/file_value.ts"
import type { ModelPart } from "./model_request.ts"

const fallbackTypes = {
  image: "image/png",
  audio: "audio/mpeg",
  video: "video/mp4",
  document: "application/octet-stream"
} as const

const addressOf = (file: FileValue, type: string): string | undefined => {
  const { bytes, remote_url, url } = file.attributes
  if (bytes !== undefined) return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`
  return (
    [url, remote_url].find((address) => typeof address === "string" && /^(https?|data):/i.test(address)) ?? undefined
  )
}

/** A file as a part of a message: its bytes as `data:` URL, else its address. */
export const filePart = (file: FileValue, detail: "low" | "high"): Result.Result<ModelPart, PromptFileUnavailable> => {
  const { filename, mime_type, type } = file.attributes
  if (type === "custom") {
    return Result.succeed({ kind: "text", text: `[Unsupported file type: ${filename ?? "None"} (custom)]` })
  }
  const mimeType = mime_type ?? fallbackTypes[type]
  const url = addressOf(file, mimeType)
  if (url === undefined) {
    const message = `The file ${filename ?? file.attribute("related_id") ?? ""} has neither bytes nor an http address to send to the model.`
    return Result.fail(new PromptFileUnavailable({ message }))
  }
  if (type === "image") return Result.succeed({ kind: "image", url, detail })
  return Result.succeed({ kind: type, url, mimeType, ...(filename ? { filename } : {}) })
}
