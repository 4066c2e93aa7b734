import type { ValueObject } from "../value/value.ts"

/** A piece of a message: text, or media by address (`https:` or `data:`). */
export type ModelPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly url: string; readonly detail?: "low" | "high" }
  | {
      readonly kind: "audio" | "video" | "document"
      readonly url: string
      readonly mimeType?: string
      readonly filename?: string
    }

/** A call of a tool that the model asks for; `arguments` is JSON text as the model wrote it. */
export interface ModelToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

/** One message of a conversation with a model. */
export interface ModelMessage {
  readonly role: "system" | "user" | "assistant" | "tool"
  readonly content: string | ReadonlyArray<ModelPart>
  /** The calls an assistant message asked for. */
  readonly toolCalls?: ReadonlyArray<ModelToolCall>
  /** The call a tool message answers. */
  readonly toolCallId?: string
}

/** A tool the model may call. */
export interface ModelTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly parametersSchema: ValueObject
}

/** What form the answer must have. */
export type ModelResponseFormat =
  | { readonly kind: "json_object" }
  | { readonly kind: "json_schema"; readonly name: string; readonly schema: ValueObject }

/** What a model is asked. */
export interface ModelRequest {
  /** As a file names it: `langgenius/openai/openai` or `openai`. */
  readonly provider: string
  /** The model's name: `gpt-4o-mini`. */
  readonly name: string
  readonly mode: "chat" | "completion"
  readonly messages: ReadonlyArray<ModelMessage>
  /** `temperature`, `max_tokens` and whatever else the server takes. They never replace the fields of this request. */
  readonly parameters: ValueObject
  readonly stop?: ReadonlyArray<string>
  readonly tools?: ReadonlyArray<ModelTool>
  readonly responseFormat?: ModelResponseFormat
  /** Equal for repetitions of the same call, so that a server can recognise them. */
  readonly idempotencyKey: string
}
