import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom } from "../../value/value_object.ts"
import { basicReferences } from "./basic_references.ts"
import { listAt, mappingAt, textAt } from "./config_field.ts"

/** What decides how the prompt of a basic app is put together. */
export interface BasicPromptParts {
  readonly modelConfig: ValueObject
  /** Names of the inputs. */
  readonly inputs: ReadonlySet<string>
  /** Whether a user asks something: chat apps. Completion apps have inputs only. */
  readonly asksQuery: boolean
  readonly hasContext: boolean
}

/** A prompt as an llm node has it, and texts at which the model shall stop beside its own. */
export interface BasicPrompt {
  readonly template: Value
  readonly stop: ReadonlyArray<string>
}

const message = (role: string, text: string): ValueObject =>
  objectFrom([
    ["role", role],
    ["text", text],
    ["defused", true]
  ])

const completion = (text: string): ValueObject =>
  objectFrom([
    ["text", text],
    ["defused", true]
  ])

const contextText =
  "What follows inside <context></context> was found for you. Rely on it, and say so where it does not hold the answer.\n\n" +
  "<context>\n{{#context#}}\n</context>\n\n"

/** What stands before a question, and what the model answers behind. */
const question = { user: "Human", assistant: "Assistant" } as const

const historiesText =
  "What was said so far stands inside <histories></histories>.\n\n<histories>\n{{#histories#}}\n</histories>\n\n"

const simpleText = ({ modelConfig, inputs, hasContext }: BasicPromptParts): string => {
  const written = basicReferences(textAt(modelConfig, "pre_prompt"), inputs)
  return `${hasContext ? contextText : ""}${written === "" ? "" : `${written}\n`}`
}

const simplePrompt = (parts: BasicPromptParts, completes: boolean): BasicPrompt => {
  const text = simpleText(parts)
  if (!completes) return { template: [message(parts.asksQuery ? "system" : "user", text)], stop: [] }
  if (!parts.asksQuery) return { template: completion(text), stop: [] }
  const asked = `${text}${historiesText}${question.user}: {{#sys.query#}}\n\n${question.assistant}: `
  return { template: completion(asked), stop: [`\n${question.user}:`, "</histories>"] }
}

const advancedPrompt = ({ modelConfig, inputs }: BasicPromptParts, completes: boolean): BasicPrompt => {
  if (completes) {
    const written = textAt(mappingAt(mappingAt(modelConfig, "completion_prompt_config"), "prompt"), "text")
    const text = basicReferences(written, inputs).replaceAll("{{#query#}}", "{{#sys.query#}}")
    return { template: completion(text), stop: [] }
  }
  const written = listAt(mappingAt(modelConfig, "chat_prompt_config"), "prompt")
  const template = written.map((entry) =>
    isValueObject(entry) ? message(textAt(entry, "role"), basicReferences(textAt(entry, "text"), inputs)) : entry
  )
  return { template, stop: [] }
}

/**
 * The prompt of a basic app. Simple: what was found and `pre_prompt`, as the system's words when a user asks and as the
 * user's otherwise. Advanced: the messages, or the text of a completion model, as they are written.
 */
export const basicPrompt = (parts: BasicPromptParts): BasicPrompt => {
  const completes = textAt(mappingAt(parts.modelConfig, "model"), "mode") === "completion"
  const advanced = textAt(parts.modelConfig, "prompt_type") === "advanced"
  return advanced ? advancedPrompt(parts, completes) : simplePrompt(parts, completes)
}
