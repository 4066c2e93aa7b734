import { Effect, Schema } from "effect"
import { AgentStrategyNotMapped } from "../error/requirement_errors.ts"
import type { ValueObject } from "../value/value.ts"
import { objectFrom, property } from "../value/value_object.ts"
import { noUsage } from "./config/no_usage.ts"
import { orDefault } from "./config/or_default.ts"
import { ParameterInput, parameterInputSelectors } from "./config/parameter_input.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"

const AgentStrategyConfig = Schema.Struct({
  agent_strategy_provider_name: Schema.String,
  agent_strategy_name: Schema.String,
  agent_strategy_label: orDefault(Schema.String, ""),
  agent_parameters: orDefault(Schema.Record(Schema.String, ParameterInput), {}),
  memory: Schema.optional(Schema.Unknown),
  tool_node_version: Schema.optional(Schema.NullOr(Schema.String)),
  // Only an agent of version 2 has a soul; without its version a node would quietly be one of version 1.
  agent_soul: Schema.optional(
    Schema.Unknown.check(
      Schema.makeFilter((soul) => soul === null || soul === undefined || "an agent with agent_soul needs version: '2'")
    )
  )
})

type AgentStrategyConfig = typeof AgentStrategyConfig.Type

const notMapped = (config: AgentStrategyConfig): AgentStrategyNotMapped =>
  new AgentStrategyNotMapped({
    message: `Agent strategy "${config.agent_strategy_name}" of ${config.agent_strategy_provider_name} is a plugin that is not here; mock the node or use an agent of version 2.`
  })

const mock = (_config: AgentStrategyConfig, answer: ValueObject) => {
  const output = property(answer, "output")
  if (output === undefined || Object.hasOwn(answer, "text")) return { outputs: answer }
  const rest = Object.entries(answer).filter(([name]) => name !== "output")
  const said = Object.entries({ text: output, usage: noUsage, files: [], json: [{ data: [] }] })
  return { outputs: objectFrom([...said, ...rest]) }
}

/**
 * An agent of a plugin strategy (Dify's `agent` of version "1", the version of nodes that say none). It is validated
 * and can be mocked; the plugin itself is not here, so it fails with `agent_strategy_not_mapped`.
 */
export const agentV1 = defineNode({
  type: "agent",
  version: "1",
  kind: "executable",
  summary: "An agent that a plugin's strategy runs; can be mocked only.",
  config: AgentStrategyConfig,
  outputs: () => [
    { name: "text", type: "string", required: true },
    { name: "usage", type: "object", required: true },
    { name: "files", type: "array", item: "file", required: true },
    { name: "json", type: "array", item: "object", required: true }
  ],
  errors: [AgentStrategyNotMapped],
  external: true,
  mockDefault: { output: "This is a mocked agent response", files: [] },
  example: {
    config: {
      agent_strategy_provider_name: "langgenius/agent/agent",
      agent_strategy_name: "function_calling",
      agent_strategy_label: "FunctionCalling",
      agent_parameters: { query: { type: "constant", value: "{{#start.query#}}" } }
    },
    variables: { start: { query: "Hi" } },
    outputs: { text: "This is a mocked agent response", usage: noUsage, files: [], json: [{ data: [] }] }
  },
  selectors: (config) => Object.values(config.agent_parameters).flatMap(parameterInputSelectors),
  requirements: (config) => Effect.succeed([{ kind: "mapping", error: notMapped(config) }]),
  mock,
  run: (config) => new NodeFailure(notMapped(config))
})
