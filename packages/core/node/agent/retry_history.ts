import type { ModelMessage } from "../../model/model_request.ts"
import { jsonText } from "../../value/json_text.ts"
import type { Value } from "../../value/value.ts"
import { shortened } from "./shortened.ts"

/** How much of a refused answer the agent is shown again, in characters. */
const answerLength = 8000

/**
 * What a retry adds to the conversation: the refused answer as text and why it was refused. A tool call is not repeated
 * as such, because servers refuse calls whose arguments are no JSON.
 */
export const retryHistory = (payload: Value, reason: string): ReadonlyArray<ModelMessage> => [
  { role: "assistant", content: shortened(typeof payload === "string" ? payload : jsonText(payload), answerLength) },
  { role: "user", content: `These outputs were not accepted: ${reason}. Hand over all outputs again, corrected.` }
]
