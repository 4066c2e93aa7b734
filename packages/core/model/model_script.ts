import type { Duration } from "effect"
import type { ModelError } from "../error/model_errors.ts"
import { messageText } from "./message_text.ts"
import type { ModelRequest, ModelToolCall } from "./model_request.ts"
import { providerName } from "./provider_name.ts"

/** One answer of a scripted model. All given conditions must hold; without any it answers everything. */
export interface ScriptedAnswer {
  /** Condition: the provider, by its short name or in full. */
  readonly provider?: string
  /** Condition: the model's name. */
  readonly name?: string
  /** Condition: a text that the last user message contains. */
  readonly user?: string
  /** Condition: the number of the call since the layer was built, from 1. */
  readonly call?: number
  /** Streamed word by word, then an empty piece. */
  readonly text?: string | ((request: ModelRequest) => string)
  /** Streamed in one piece before the text. */
  readonly reasoning?: string
  readonly toolCalls?: ReadonlyArray<ModelToolCall>
  /** `stop` unless given, `tool_calls` when there are any. */
  readonly finishReason?: string
  /** By default the numbers of words of the messages and of the text. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number }
  /** Passes before each piece. */
  readonly delay?: Duration.Input
  /** Fails instead of answering. */
  readonly error?: ModelError
  /** With `error`: how many pieces of the text come before it; 0 unless given. */
  readonly errorAfter?: number
}

/** Answers in order of preference: the first that matches is given. */
export type ModelScript = ReadonlyArray<ScriptedAnswer>

const lastUserText = (request: ModelRequest): string => {
  const message = request.messages.findLast((candidate) => candidate.role === "user")
  return message === undefined ? "" : messageText(message)
}

/** The answer of a script to the nth call (from 1); undefined when none matches. */
export const findScripted = (script: ModelScript, request: ModelRequest, call: number): ScriptedAnswer | undefined =>
  script.find(
    (answer) =>
      (answer.provider === undefined || providerName(answer.provider) === providerName(request.provider)) &&
      (answer.name === undefined || answer.name === request.name) &&
      (answer.user === undefined || lastUserText(request).includes(answer.user)) &&
      (answer.call === undefined || answer.call === call)
  )
