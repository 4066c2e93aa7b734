import type { Value } from "../../value/value.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import { defusedText, defusedValue, withoutModelTokens } from "./defused_text.ts"
import type { PromptText } from "./llm_config.ts"

/** Texts that take the place of a placeholder of the prompt, such as `{{#context#}}`. */
export type Insertions = ReadonlyMap<string, string>

const escaped = (placeholder: string): string => placeholder.replace(/[{}#.]/g, "\\$&")

/**
 * The parts of a prompt, its placeholders and references replaced. What is inserted is never searched for references
 * itself: a document that says `{{#env.key#}}` gets no key.
 */
export const resolvePrompt = (
  { text, defused }: Pick<PromptText, "text" | "defused">,
  insertions: Insertions,
  variables: VariableReader
): ReadonlyArray<Value> => {
  const placeholders = new RegExp(`(${[...insertions.keys()].map(escaped).join("|")})`)
  return text.split(placeholders).flatMap((part, index): ReadonlyArray<Value> => {
    if (index % 2 === 0) return defused ? [defusedText(part, variables)] : variables.resolve(part)
    const inserted = insertions.get(part) ?? ""
    return [defused ? defusedValue(inserted) : inserted]
  })
}

/** The text of a prompt, when it is whole. */
export const finishedPrompt = (text: string, { defused }: Pick<PromptText, "defused">): string =>
  defused ? withoutModelTokens(text) : text
