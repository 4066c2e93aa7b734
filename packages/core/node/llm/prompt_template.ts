import type { Value } from "../../value/value.ts"
import type { VariableReader } from "../../value/variable_pool.ts"

/** Texts that take the place of a placeholder of the prompt, such as `{{#context#}}`. */
export type Insertions = ReadonlyMap<string, string>

const escaped = (placeholder: string): string => placeholder.replace(/[{}#.]/g, "\\$&")

/**
 * The parts of a prompt, its placeholders and references replaced. What is inserted is never searched for references
 * itself: a document that says `{{#env.key#}}` gets no key.
 */
export const resolvePrompt = (
  template: string,
  insertions: Insertions,
  variables: VariableReader
): ReadonlyArray<Value> => {
  const placeholders = new RegExp(`(${[...insertions.keys()].map(escaped).join("|")})`)
  return template
    .split(placeholders)
    .flatMap((part, index) => (index % 2 === 1 ? [insertions.get(part) ?? ""] : variables.resolve(part)))
}
