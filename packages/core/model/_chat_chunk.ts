import { Schema } from "effect"

const optional = <Member extends Schema.Top>(member: Member) => Schema.optionalKey(Schema.NullOr(member))

const ToolCallPiece = Schema.Struct({
  index: optional(Schema.Finite),
  id: optional(Schema.String),
  function: optional(
    Schema.Struct({
      name: optional(Schema.String),
      /** JSON text; some servers send the object itself. */
      arguments: optional(Schema.Unknown)
    })
  )
})

/** Text, or a list of parts of which only text is read. */
const Content = Schema.Union([
  Schema.String,
  Schema.Array(Schema.Struct({ type: optional(Schema.String), text: optional(Schema.String) }))
])

/** A message, or the next piece of one. */
export const ChatPiece = Schema.Struct({
  content: optional(Content),
  reasoning_content: optional(Schema.String),
  /** What OpenRouter and Ollama call it. */
  reasoning: optional(Schema.String),
  tool_calls: optional(Schema.Array(ToolCallPiece))
})

/** A message, or the next piece of one. */
export type ChatPiece = typeof ChatPiece.Type

/** An error a server reports inside an answer. */
export const ReportedError = Schema.Union([
  Schema.String,
  Schema.Struct({
    message: optional(Schema.String),
    code: optional(Schema.Union([Schema.String, Schema.Finite])),
    type: optional(Schema.String)
  })
])

/** An error a server reports inside an answer. */
export type ReportedError = typeof ReportedError.Type

/** A chunk of a streamed chat completion; a whole one has `message` where chunks have `delta`. */
export const ChatChunk = Schema.Struct({
  choices: optional(
    Schema.Array(
      Schema.Struct({
        index: optional(Schema.Finite),
        delta: optional(ChatPiece),
        message: optional(ChatPiece),
        finish_reason: optional(Schema.String)
      })
    )
  ),
  /** Counts that are no counts are 0: an answer is not lost for its bill. */
  usage: optional(
    Schema.Struct({
      prompt_tokens: Schema.optionalKey(Schema.Unknown),
      completion_tokens: Schema.optionalKey(Schema.Unknown),
      total_tokens: Schema.optionalKey(Schema.Unknown)
    })
  ),
  error: optional(ReportedError)
})

/** A chunk of a streamed chat completion. */
export type ChatChunk = typeof ChatChunk.Type

/** Reads the JSON text of a chunk. */
export const decodeChatChunk = Schema.decodeUnknownResult(Schema.fromJsonString(ChatChunk))
