import { Effect } from "effect"
import { agentErrors } from "../error/agent_errors.ts"
import { capabilityErrors } from "../error/capability_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { ToolNotMapped } from "../error/requirement_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import { AgentConfig } from "./agent/agent_config.ts"
import { effectiveOutputs, noModel } from "./agent/agent_task.ts"
import { outputDeclaration } from "./agent/declared_output.ts"
import { noFileAccess } from "./agent/file_access.ts"
import { mockAgent } from "./agent/mock_agent.ts"
import { previousOutputSelector } from "./agent/previous_output.ts"
import { runAgent } from "./agent/run_agent.ts"
import { shortened } from "./agent/shortened.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode, type Requirement } from "./define_node.ts"

const toolName = (tool: { readonly [name: string]: unknown }): string => {
  const named = ["tool_name", "name", "provider_id"].map((key) => tool[key]).find((given) => typeof given === "string")
  return typeof named === "string" ? shortened(named, 100) : "without a name"
}

const toolRequirements = (config: AgentConfig): ReadonlyArray<Requirement> => {
  const { dify_tools = [], cli_tools = [] } = config.agent_soul?.tools ?? {}
  return [...dify_tools, ...cli_tools]
    .filter((tool) => tool.enabled !== false)
    .map((tool) => ({
      kind: "mapping",
      error: new ToolNotMapped({ message: `The agent's tool ${toolName(tool)} is not connected to anything here.` })
    }))
}

const requirements = Effect.fn("AgentNode.requirements")(function* (config: AgentConfig) {
  const tools = toolRequirements(config)
  const model = config.agent_soul?.model
  if (model === null || model === undefined) {
    const missing: Requirement = { kind: "mapping", error: noModel("The agent") }
    return [missing, ...tools]
  }
  const models = yield* LanguageModels
  const missing = yield* models.missing(model.model_provider, model.model)
  return missing === undefined ? tools : [missing, ...tools]
})

/**
 * An agent (Dify's `agent` of version "2"): asks its soul's model to do the node's job and hand over the declared
 * outputs, checks their types, and asks again, takes defaults or fails as each output declares. Dify keeps soul and job
 * in its database; a file carries them as `agent_soul` and `agent_node_job`. Without declared outputs there are `text`,
 * `files` and `json`.
 *
 * `metadata` has `output_type_check`, `attempt` (from 0), `output_failure_decision` and `output_failure_reason`. Fails
 * with the model's own codes, `output_type_check_failed` and `output_type_check_failed_fail_branch`,
 * `agent_model_not_configured`, `invalid_previous_node_output_ref` and `missing_previous_node_output`.
 *
 * Its tools, knowledge and memory are kept but not carried out; tools are reported before the run.
 */
export const agentV2 = defineNode<AgentConfig, LanguageModels>({
  type: "agent",
  version: "2",
  kind: "executable",
  summary: "Lets a model do a job and hand over declared, type-checked outputs.",
  config: AgentConfig,
  outputs: (config) => effectiveOutputs(config).map(outputDeclaration),
  errors: [...agentErrors, ...modelErrors, ...capabilityErrors],
  external: true,
  mockDefault: { output: "This is a mocked agent response", files: [] },
  example: {
    config: {
      version: "2",
      agent_soul: { model: { model_provider: "openai", model: "gpt-4o-mini" } },
      agent_node_job: { workflow_prompt: "Greet {{#start.name#}}." }
    },
    variables: { start: { name: "Ada" } },
    outputs: { text: "This is a mocked agent response", files: [], json: {} }
  },
  selectors: (config) => [
    ...templateSelectors(config.agent_node_job.workflow_prompt),
    ...config.agent_node_job.previous_node_output_refs.flatMap((ref) => {
      const selector = previousOutputSelector(ref)
      return selector === undefined ? [] : [selector]
    })
  ],
  requirements,
  mock: (config, answer) => mockAgent(config, answer, noFileAccess),
  run: (config, context) => runAgent(config, context, noFileAccess)
})
