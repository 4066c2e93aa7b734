import { Effect, Stream } from "effect"
import { type ModelError, ModelScriptUnmatched } from "../error/model_errors.ts"
import { messageText } from "./message_text.ts"
import type { ModelDelta } from "./model_delta.ts"
import type { ModelRequest } from "./model_request.ts"
import { findScripted, type ModelScript, type ScriptedAnswer } from "./model_script.ts"

const words = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length

const pieces = (text: string): ReadonlyArray<string> =>
  text === "" ? [""] : [...text.split(" ").map((word, index) => (index === 0 ? word : ` ${word}`)), ""]

const deltas = (answer: ScriptedAnswer, request: ModelRequest): ReadonlyArray<ModelDelta> => {
  const text = typeof answer.text === "function" ? answer.text(request) : (answer.text ?? "")
  const calls = answer.toolCalls ?? []
  const prompt = request.messages.reduce((sum, message) => sum + words(messageText(message)), 0)
  const usage = answer.usage ?? {
    prompt_tokens: prompt,
    completion_tokens: words(text),
    total_tokens: prompt + words(text)
  }
  return [
    ...(answer.reasoning === undefined ? [] : [{ kind: "reasoning", text: answer.reasoning } as const]),
    ...pieces(text).map((piece) => ({ kind: "text", text: piece }) as const),
    ...calls.map((call) => ({ kind: "tool_call", call }) as const),
    {
      kind: "end",
      finishReason: answer.finishReason ?? (calls.length > 0 ? "tool_calls" : "stop"),
      usage: { ...usage, latency: 0 }
    }
  ]
}

/** What a script answers to the nth call, as a stream. */
export const scriptedStream = (
  script: ModelScript,
  request: ModelRequest,
  call: number
): Stream.Stream<ModelDelta, ModelError> => {
  const answer = findScripted(script, request, call)
  if (answer === undefined) {
    const message = `the script has no answer to call ${call}, to model "${request.name}" of "${request.provider}"`
    return Stream.fail(new ModelScriptUnmatched({ message }))
  }
  const { delay, error } = answer
  const all = deltas(answer, request)
  const given = Stream.fromIterable(error === undefined ? all : all.slice(0, answer.errorAfter ?? 0))
  const paced = delay === undefined ? given : Stream.tap(given, () => Effect.sleep(delay))
  return error === undefined ? paced : Stream.concat(paced, Stream.fail(error))
}
