import { Effect, Stream } from "effect"
import type { ModelDelta, ModelEnd } from "./model_delta.ts"
import type { ModelToolCall } from "./model_request.ts"

/** A whole answer of a model. */
export interface ModelAnswer extends ModelEnd {
  readonly text: string
  /** Reasoning that the server sent apart from the text; `<think>` tags inside the text stay there. */
  readonly reasoning: string
  readonly toolCalls: ReadonlyArray<ModelToolCall>
}

interface Growing {
  text: string
  reasoning: string
  readonly toolCalls: Array<ModelToolCall>
  end: ModelEnd
}

const grow = (answer: Growing, delta: ModelDelta): Growing => {
  if (delta.kind === "text") answer.text += delta.text
  else if (delta.kind === "reasoning") answer.reasoning += delta.text
  else if (delta.kind === "tool_call") answer.toolCalls.push(delta.call)
  else {
    const { kind: _, ...end } = delta
    answer.end = end
  }
  return answer
}

const nothing: ModelEnd = {
  finishReason: null,
  usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
}

/** Waits for the end of a stream of deltas and puts the whole answer together. */
export const foldAnswer = <Error, Services>(
  deltas: Stream.Stream<ModelDelta, Error, Services>
): Effect.Effect<ModelAnswer, Error, Services> =>
  Effect.map(
    Stream.runFold(deltas, (): Growing => ({ text: "", reasoning: "", toolCalls: [], end: nothing }), grow),
    ({ text, reasoning, toolCalls, end }) => ({ text, reasoning, toolCalls, ...end })
  )
