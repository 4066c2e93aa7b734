import { Result } from "effect"
import type { ModelMessage, ModelTool } from "../../model/model_request.ts"
import { jsonText } from "../../value/json_text.ts"
import { conversationHistory, historyMessages, historyText } from "../llm/conversation_history.ts"
import type { PromptFailure } from "../llm/prompt_failure.ts"
import { userMessage } from "../llm/shown_files.ts"
import type { NodeContext } from "../node_context.ts"
import type { ExtractorConfig } from "./extractor_config.ts"
import { parameterSchema } from "./parameter_schema.ts"

/** The tool by which a model hands over what it found. */
export const extractionTool = "extract_parameters"

/** The tool for the parameters of a node. */
export const toolOf = ({ parameters }: ExtractorConfig): ModelTool => ({
  name: extractionTool,
  description: "Hands over the parameters that were found in the text.",
  parametersSchema: parameterSchema(parameters)
})

const withInstruction = (task: string, instruction: string): string =>
  instruction === "" ? task : `${task}\n\nMind this too:\n${instruction}`

const byTool = `You find information in a text and hand it over with the tool ${extractionTool}: call it exactly once. Take what the text says, and leave out a parameter that the text says nothing about.`

const byText = (structure: string): string =>
  `You find information in a text. Answer with one JSON object that fits this JSON Schema, and nothing else:
<structure>
${structure}
</structure>
Take what the text says, and leave out a parameter that the text says nothing about.`

const example: readonly [question: string, answer: string] = [
  `JSON Schema: ${jsonText({ type: "object", properties: { city: { type: "string" } }, required: ["city"] })}\n\nText:\nI moved to Rome last year.`,
  jsonText({ city: "Rome" })
]

/** The messages of an extraction; `tools` says whether the model has the tool for it. */
export const extractorMessages = (
  config: ExtractorConfig,
  query: string,
  node: NodeContext,
  tools: boolean
): Result.Result<ReadonlyArray<ModelMessage>, PromptFailure> => {
  const instruction = node.variables.text(config.instruction)
  const history = conversationHistory(config.memory, node.variables)
  const rules = withInstruction(tools ? byTool : byText(jsonText(parameterSchema(config.parameters))), instruction)
  const asked = `Text:\n${query}`
  if (config.model.mode === "chat") {
    const [question, answer] = example
    const shown: ReadonlyArray<ModelMessage> = tools
      ? []
      : [
          { role: "user", content: question },
          { role: "assistant", content: answer }
        ]
    return Result.map(
      userMessage(asked, config, node.variables),
      (last): ReadonlyArray<ModelMessage> => [
        { role: "system", content: rules },
        ...shown,
        ...historyMessages(history),
        last
      ]
    )
  }
  const said = historyText(history, config.memory?.role_prefix ?? { user: "Human", assistant: "Assistant" })
  const text = [rules, ...(said === "" ? [] : [`What was said before:\n${said}`]), asked, "JSON:"].join("\n\n")
  return Result.map(userMessage(text, config, node.variables), (message) => [message])
}
