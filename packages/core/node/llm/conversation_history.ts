import type { ModelMessage } from "../../model/model_request.ts"
import { isFloat, type Value } from "../../value/value.ts"
import { isValueArray, isValueObject, property } from "../../value/value_object.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import type { MemoryConfig } from "./llm_config.ts"

/** What a user said earlier in a conversation, and what came back. */
export interface Exchange {
  readonly query: string
  readonly answer: string
}

/** Where the engine keeps what was said before a run. No reference can name it: `#` is in no node id. */
export const historySelector = ["#history", "messages"] as const

/** More exchanges are never read, as in Dify. */
const mostExchanges = 500

const exchangeOf = (value: Value): ReadonlyArray<Exchange> => {
  if (!isValueObject(value)) return []
  const query = property(value, "query")
  const answer = property(value, "answer")
  return typeof query === "string" && typeof answer === "string" ? [{ query, answer }] : []
}

/** How many exchanges a memory keeps: those of its window, when that is on. */
const widthOf = ({ window }: MemoryConfig): number => {
  const size = window.size === null ? 0 : isFloat(window.size) ? window.size.value : Number(window.size)
  return window.enabled && size >= 1 ? Math.min(Math.floor(size), mostExchanges) : mostExchanges
}

/** What a node remembers of the conversation, oldest first: nothing without a memory. */
export const conversationHistory = (
  memory: MemoryConfig | null,
  variables: VariableReader
): ReadonlyArray<Exchange> => {
  const messages = memory === null ? undefined : variables.get(historySelector)
  if (memory === null || !isValueArray(messages)) return []
  return messages.slice(-widthOf(memory)).flatMap(exchangeOf)
}

/** A history as messages of a chat: each exchange is one of the user and one of the assistant. */
export const historyMessages = (history: ReadonlyArray<Exchange>): ReadonlyArray<ModelMessage> =>
  history.flatMap(
    ({ query, answer }): ReadonlyArray<ModelMessage> => [
      { role: "user", content: query },
      { role: "assistant", content: answer }
    ]
  )

/** A history as text for a completion model, each line with who said it. */
export const historyText = (
  history: ReadonlyArray<Exchange>,
  roles: { readonly user: string; readonly assistant: string }
): string => history.map(({ query, answer }) => `${roles.user}: ${query}\n${roles.assistant}: ${answer}`).join("\n")
