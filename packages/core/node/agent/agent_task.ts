import { Result } from "effect"
import {
  AgentModelNotConfigured,
  type InvalidPreviousNodeOutputRef,
  type MissingPreviousNodeOutput
} from "../../error/agent_errors.ts"
import { type CompletionParameters, completionParameters } from "../../model/completion_parameters.ts"
import { conversationHistory, type Exchange } from "../llm/conversation_history.ts"
import { defusedText } from "../llm/defused_text.ts"
import type { NodeContext } from "../node_context.ts"
import type { AgentConfig } from "./agent_config.ts"
import type { AgentModel } from "./agent_soul.ts"
import type { DeclaredOutput } from "./declared_output.ts"
import { defaultOutputs } from "./default_outputs.ts"
import { previousOutputText } from "./previous_output.ts"

/** Everything an agent is asked, before the first attempt. */
export interface AgentTask {
  readonly model: AgentModel
  readonly settings: CompletionParameters
  readonly instructions: string
  /** What was said before. */
  readonly history: ReadonlyArray<Exchange>
  readonly job: string
  readonly outputs: ReadonlyArray<DeclaredOutput>
  /** False for an agent with the default outputs: its plain text is an answer. */
  readonly declaresOutputs: boolean
}

/** The outputs an agent is held to: its own, else the three defaults. */
export const effectiveOutputs = (config: AgentConfig): ReadonlyArray<DeclaredOutput> => {
  const { declared_outputs: declared } = config.agent_node_job
  return declared.length === 0 ? defaultOutputs : declared
}

/** The error of an agent without a model. */
export const noModel = (what: string): AgentModelNotConfigured =>
  new AgentModelNotConfigured({ message: `${what} has no model: its agent_soul is missing or names none.` })

const jobText = (config: AgentConfig, context: NodeContext, previous: ReadonlyArray<string>): string => {
  const prompt = context.variables.text(config.agent_node_job.workflow_prompt)
  const job = prompt.trim() === "" ? "Do what your instructions say with the outputs of the earlier steps." : prompt
  return previous.length === 0 ? job : `${job}\n\nOutputs of earlier steps:\n${previous.join("\n\n")}`
}

/** The memory of the agent of a basic app: all of the conversation. */
const wholeConversation = {
  role_prefix: null,
  window: { enabled: false, size: null },
  query_prompt_template: ""
} as const

const isBasicApp = ({ basic_app: basic }: AgentConfig): boolean => basic !== null && basic !== undefined

const instructionsOf = (config: AgentConfig, { variables }: NodeContext): string => {
  const { basic_app: basic, agent_soul: soul } = config
  return basic === null || basic === undefined
    ? (soul?.prompt.system_prompt ?? "")
    : defusedText(basic.instructions, variables)
}

/** Puts an agent's task together; fails when it has no model, or refers to an earlier output that is not there. */
export const agentTask = (
  config: AgentConfig,
  context: NodeContext
): Result.Result<AgentTask, AgentModelNotConfigured | InvalidPreviousNodeOutputRef | MissingPreviousNodeOutput> => {
  const model = config.agent_soul?.model
  if (model === null || model === undefined) return Result.fail(noModel(`Agent "${context.title}" (${context.nodeId})`))
  const refs = config.agent_node_job.previous_node_output_refs
  const previous = Result.all(refs.map((ref) => previousOutputText(ref, context.variables)))
  return Result.map(previous, (texts) => ({
    model,
    settings: completionParameters(model.model_settings ?? {}, context.variables),
    instructions: instructionsOf(config, context),
    history: conversationHistory(isBasicApp(config) ? wholeConversation : null, context.variables),
    job: jobText(config, context, texts),
    outputs: effectiveOutputs(config),
    declaresOutputs: config.agent_node_job.declared_outputs.length > 0
  }))
}
