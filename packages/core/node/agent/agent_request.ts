import type { ModelMessage, ModelRequest, ModelTool } from "../../model/model_request.ts"
import { savedPrompts } from "../../model/saved_prompts.ts"
import { jsonText } from "../../value/json_text.ts"
import type { ValueObject } from "../../value/value.ts"
import { historyMessages } from "../llm/conversation_history.ts"
import { finalOutputTool } from "./agent_payload.ts"
import type { AgentTask } from "./agent_task.ts"
import { outputSchema } from "./output_schema.ts"

const closing = (task: AgentTask, tools: boolean): string => {
  const how = tools
    ? `call the tool ${finalOutputTool} exactly once with the outputs`
    : `answer with one JSON object and nothing else; its JSON Schema is ${jsonText(outputSchema(task.outputs))}`
  if (task.declaresOutputs) return `When the job is done, ${how}.`
  return tools
    ? `When the job is done, answer in plain text; only when structured data or files are asked for, ${how}.`
    : "When the job is done, answer in plain text."
}

const agentMessages = (task: AgentTask, tools: boolean): ReadonlyArray<ModelMessage> => [
  {
    role: "system",
    content: [task.instructions, closing(task, tools)].filter((text) => text.trim() !== "").join("\n\n")
  },
  ...historyMessages(task.history),
  { role: "user", content: task.job }
]

const outputTool = (task: AgentTask): ModelTool => ({
  name: finalOutputTool,
  description: "Hands over the outputs of the job. Call it once, at the end.",
  parametersSchema: outputSchema(task.outputs)
})

/**
 * One call of an agent's model: who it is and how it hands over its outputs, its job, and what earlier attempts added
 * (`history`). Without `tools` it is asked for JSON as text; with them it is `offered` more than the one for its outputs.
 */
export const agentRequest = (
  task: AgentTask,
  history: ReadonlyArray<ModelMessage>,
  tools: boolean,
  idempotencyKey: string,
  offered: ReadonlyArray<ModelTool> = []
): ModelRequest => ({
  provider: task.model.model_provider,
  name: task.model.model,
  mode: "chat",
  messages: [...agentMessages(task, tools), ...history],
  parameters: task.settings.parameters,
  ...(task.settings.stop.length === 0 ? {} : { stop: task.settings.stop }),
  ...(tools ? { tools: [outputTool(task), ...offered] } : {}),
  idempotencyKey
})

/** The first request as the Inspector shows it. */
export const requestSummary = (task: AgentTask): ValueObject => ({
  model_provider: task.model.model_provider,
  model: task.model.model,
  prompts: savedPrompts("chat", agentMessages(task, true)),
  output_schema: outputSchema(task.outputs)
})
