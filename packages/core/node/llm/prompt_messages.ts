import { Effect, Result } from "effect"
import { PromptEmpty, PromptMemoryInvalid } from "../../error/llm_errors.ts"
import { filePart } from "../../model/file_part.ts"
import type { ModelMessage, ModelPart } from "../../model/model_request.ts"
import type { FileValue } from "../../value/file_value.ts"
import { textOf } from "../../value/text_form.ts"
import type { Value } from "../../value/value.ts"
import type { NodeContext } from "../node_context.ts"
import { conversationHistory, historyMessages, historyText } from "./conversation_history.ts"
import { jinjaPrompt } from "./jinja_prompt.ts"
import type { LlmConfig, PromptMessage, PromptText } from "./llm_config.ts"
import type { PromptFailure } from "./prompt_failure.ts"
import { finishedPrompt, resolvePrompt } from "./prompt_template.ts"
import { filesOf } from "./vision_files.ts"

type Prepared<Success> = Result.Result<Success, PromptFailure>
type Preparing<Success> = Effect.Effect<Success, PromptFailure>

/** What goes into a prompt beside its templates. */
export interface PromptMaterial {
  readonly context: string
  readonly files: ReadonlyArray<FileValue>
}

type Content = ReadonlyArray<ModelPart>

interface Draft {
  readonly role: ModelMessage["role"]
  readonly content: Content
}

const parts = (files: ReadonlyArray<FileValue>, detail: "low" | "high"): Prepared<Content> =>
  Result.mapError(Result.all(files.map((file) => filePart(file, detail))), (error) => ({ error, type: "ValueError" }))

const basicMessages = (
  message: Pick<PromptMessage, "role" | "defused">,
  values: ReadonlyArray<Value>,
  config: LlmConfig
): Prepared<ReadonlyArray<Draft>> => {
  const { role } = message
  const text = finishedPrompt(values.map(textOf).join(""), message)
  const files = values.flatMap((value) => filesOf(value) ?? []).filter((file) => file.attributes.type !== "custom")
  return Result.map(parts(files, config.vision.configs.detail), (content) => [
    ...(text === "" ? [] : [{ role, content: [{ kind: "text", text } as const] }]),
    ...(content.length === 0 ? [] : [{ role, content }])
  ])
}

const templateText = (template: PromptMessage | PromptText, config: LlmConfig, node: NodeContext) =>
  jinjaPrompt(template.jinja2_text, config.prompt_config.jinja2_variables, node)

const chatMessages = (
  template: ReadonlyArray<PromptMessage>,
  config: LlmConfig,
  node: NodeContext,
  context: string
): Preparing<ReadonlyArray<Draft>> =>
  Effect.map(
    Effect.forEach(template, (message) =>
      message.edition_type === "jinja2"
        ? Effect.map(
            templateText(message, config, node),
            (text): ReadonlyArray<Draft> => [{ role: message.role, content: [{ kind: "text", text }] }]
          )
        : Effect.fromResult(
            basicMessages(
              message,
              resolvePrompt(message, new Map([["{{#context#}}", context]]), node.variables),
              config
            )
          )
    ),
    (messages) => messages.flat()
  )

/** What the memory adds to the conversation: its query template, else what the user said. */
const queryValues = (config: LlmConfig, node: NodeContext): ReadonlyArray<Value> => {
  if (config.memory === null) return []
  const template = config.memory.query_prompt_template
  return template === "" ? [node.variables.get(["sys", "query"]) ?? ""] : node.variables.resolve(template)
}

const completionMessages = (
  template: PromptText,
  config: LlmConfig,
  node: NodeContext,
  context: string
): Preparing<ReadonlyArray<Draft>> => {
  const query = queryValues(config, node).map(textOf).join("")
  const history = conversationHistory(config.memory, node.variables)
  const roles = config.memory?.role_prefix ?? null
  if (history.length > 0 && roles === null) {
    const message = "Memory role prefix is required for completion model."
    return Effect.fail({ error: new PromptMemoryInvalid({ message }), type: "ValueError" })
  }
  const said = roles === null ? "" : historyText(history, roles)
  // The query has its old placeholder beside the reference.
  const insertions = new Map([
    ["{{#context#}}", context],
    ["{{#histories#}}", said],
    ["#histories#", said],
    ["{{#sys.query#}}", textOf(node.variables.get(["sys", "query"]) ?? "")],
    ...(query === "" ? [] : [["#sys.query#", query] as const])
  ])
  const written =
    template.edition_type === "jinja2"
      ? templateText(template, config, node)
      : Effect.succeed(
          finishedPrompt(resolvePrompt(template, insertions, node.variables).map(textOf).join(""), template)
        )
  // A prompt that has no place for what was said has it in front.
  const isPlaced = template.edition_type !== "jinja2" && template.text.includes("#histories#")
  return Effect.map(written, (text): ReadonlyArray<Draft> => {
    const whole = said === "" || isPlaced ? text : `${said}\n${text}`
    return [{ role: "user", content: [{ kind: "text", text: whole }] }]
  })
}

// Files come before the words of the last message when that is the user's.
const withFiles = (messages: ReadonlyArray<Draft>, files: Content): ReadonlyArray<Draft> => {
  if (files.length === 0) return messages
  const last = messages.at(-1)
  return last?.role === "user"
    ? [...messages.slice(0, -1), { role: "user", content: [...files, ...last.content] }]
    : [...messages, { role: "user", content: files }]
}

const draftOf = ({ role, content }: ModelMessage): Draft => ({
  role,
  content: typeof content === "string" ? [{ kind: "text", text: content }] : content
})

const finished = ({ role, content }: Draft): ModelMessage => {
  const [first] = content
  return { role, content: content.length === 1 && first?.kind === "text" ? first.text : content }
}

/**
 * The messages an llm node sends. Chat: the template's messages, then (with memory) what was said before and the query;
 * vision files go in front of the last user message, or into a new one. Completion: one user message. Empty messages are
 * dropped.
 */
export const promptMessages = Effect.fnUntraced(function* (
  config: LlmConfig,
  node: NodeContext,
  material: PromptMaterial
): Effect.fn.Return<ReadonlyArray<ModelMessage>, PromptFailure> {
  const template = config.prompt_template
  const drafts: Array<Draft> = []
  if ("text" in template) drafts.push(...(yield* completionMessages(template, config, node, material.context)))
  else {
    drafts.push(...(yield* chatMessages(template, config, node, material.context)))
    drafts.push(...historyMessages(conversationHistory(config.memory, node.variables)).map(draftOf))
    drafts.push(
      ...(yield* Effect.fromResult(basicMessages({ role: "user", defused: false }, queryValues(config, node), config)))
    )
  }
  const files = yield* Effect.fromResult(parts(material.files, config.vision.configs.detail))
  const messages = withFiles(drafts, files)
    .map(finished)
    .filter((message) => message.content.length > 0)
  if (messages.length > 0) return messages
  const message =
    "No prompt found in the LLM configuration. Please ensure a prompt is properly configured before proceeding."
  return yield* Effect.fail({ error: new PromptEmpty({ message }), type: "NoPromptFoundError" })
})
