import { Effect } from "effect"
import { agentErrors } from "../error/agent_errors.ts"
import { capabilityErrors } from "../error/capability_errors.ts"
import { modelErrors } from "../error/model_errors.ts"
import { ToolNotMapped } from "../error/requirement_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import { HostTools, toolNames } from "../tool/host_tools.ts"
import { AgentConfig } from "./agent/agent_config.ts"
import { effectiveOutputs, noModel } from "./agent/agent_task.ts"
import { toolNameOf, usedTools } from "./agent/agent_tools.ts"
import { outputDeclaration } from "./agent/declared_output.ts"
import { noFileAccess } from "./agent/file_access.ts"
import { mockAgent } from "./agent/mock_agent.ts"
import { previousOutputSelector } from "./agent/previous_output.ts"
import { runAgent } from "./agent/run_agent.ts"
import { shortened } from "./agent/shortened.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode, type Requirement } from "./define_node.ts"

const missingTools = Effect.fnUntraced(function* (config: AgentConfig) {
  const tools = yield* HostTools
  return usedTools(config).flatMap((entry): ReadonlyArray<Requirement> => {
    const name = toolNameOf(entry)
    if (tools.find(name) !== undefined) return []
    const known = toolNames(name).map((one) => `"${shortened(one, 100)}"`)
    const called = name.tool === "" ? "without a name" : shortened(name.tool, 100)
    const message = `The agent's tool ${called} is not connected to anything here; give a function under ${known.join(" or ")}.`
    return [{ kind: "mapping", error: new ToolNotMapped({ message }) }]
  })
})

const requirements = Effect.fn("AgentNode.requirements")(function* (config: AgentConfig) {
  const tools = yield* missingTools(config)
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
 * `agent_model_not_configured`, `invalid_previous_node_output_ref`, `missing_previous_node_output` and
 * `agent_rounds_exceeded`.
 *
 * Its tools are functions of the host (`HostTools`), which the model may call up to ten times; those that are not there
 * are reported before the run. Its knowledge and memory are kept but not carried out.
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
    ...templateSelectors(config.basic_app?.instructions ?? ""),
    ...config.agent_node_job.previous_node_output_refs.flatMap((ref) => {
      const selector = previousOutputSelector(ref)
      return selector === undefined ? [] : [selector]
    })
  ],
  requirements,
  mock: (config, answer) => mockAgent(config, answer, noFileAccess),
  run: (config, context) => runAgent(config, context, noFileAccess)
})
