import { Effect, Schema } from "effect"
import { ToolNotMapped } from "../error/requirement_errors.ts"
import { toolErrors } from "../error/tool_errors.ts"
import { callTool, plainOutputs } from "../tool/call_tool.ts"
import { HostTools, type ToolName, toolNames } from "../tool/host_tools.ts"
import type { ValueObject } from "../value/value.ts"
import { objectFrom, property } from "../value/value_object.ts"
import { AnyObject } from "./config/any_object.ts"
import { orDefault } from "./config/or_default.ts"
import { isSelector, ParameterInput, parameterInputSelectors } from "./config/parameter_input.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeDetails } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"
import { schemaOutputs } from "./tool/schema_outputs.ts"
import { toolParameters } from "./tool/tool_parameters.ts"

const ToolParameter = ParameterInput.check(
  Schema.makeFilter(({ type, value }) => {
    if (value === null || value === undefined) return undefined
    if (type === "mixed" && typeof value !== "string") return { path: ["value"], issue: "value must be a string" }
    return type === "variable" && !isSelector(value)
      ? { path: ["value"], issue: "value must be a list of strings" }
      : undefined
  })
)

const optionalText = Schema.optional(Schema.NullOr(Schema.String))

const ToolConfig = Schema.Struct({
  provider_id: Schema.String,
  provider_type: Schema.Literals(["plugin", "builtin", "workflow", "api", "app", "dataset-retrieval", "mcp"]),
  provider_name: orDefault(Schema.String, ""),
  tool_name: Schema.String,
  tool_label: orDefault(Schema.String, ""),
  /** Set when the node was built; older files keep parameters here too. */
  tool_configurations: orDefault(AnyObject, {}),
  tool_parameters: orDefault(Schema.Record(Schema.String, ToolParameter), {}),
  credential_id: optionalText,
  plugin_unique_identifier: optionalText,
  tool_node_version: optionalText,
  output_schema: orDefault(AnyObject, {})
})

type ToolConfig = typeof ToolConfig.Type

const isParameter = Schema.is(ParameterInput)

const fixedOutputs: ReadonlyArray<OutputDeclaration> = [
  { name: "text", type: "string", required: true },
  { name: "files", type: "array", item: "file", required: true },
  { name: "json", type: "array", item: "object", required: true }
]

const outputs = (config: ToolConfig): ReadonlyArray<OutputDeclaration> => [
  ...fixedOutputs,
  ...schemaOutputs(config.output_schema).filter((output) => !fixedOutputs.some(({ name }) => name === output.name))
]

const nameOf = (config: ToolConfig): ToolName => ({ provider: config.provider_id, tool: config.tool_name })

const notMapped = (config: ToolConfig): ToolNotMapped => {
  const names = toolNames(nameOf(config)).map((name) => `"${name}"`)
  return new ToolNotMapped({
    message: `Tool "${config.tool_name}" of ${config.provider_type} ${config.provider_id} is not connected to anything here; give a function under ${names.join(" or ")}, or mock the node.`
  })
}

const mock = (config: ToolConfig, answer: ValueObject) => {
  const result = property(answer, "result")
  if (result === undefined || outputs(config).some(({ name }) => name === "result")) return { outputs: answer }
  const rest = Object.entries(answer).filter(([name]) => name !== "result")
  return { outputs: objectFrom([...Object.entries(plainOutputs(result)), ...rest]) }
}

const requirements = Effect.fnUntraced(function* (config: ToolConfig) {
  const tools = yield* HostTools
  return tools.find(nameOf(config)) === undefined ? [{ kind: "mapping", error: notMapped(config) } as const] : []
})

const run = Effect.fnUntraced(function* (config: ToolConfig, context: NodeContext) {
  const tools = yield* HostTools
  const name = nameOf(config)
  const called = tools.find(name)
  if (called === undefined) {
    return yield* Effect.fail(new NodeFailure(notMapped(config), { type: "ToolRuntimeResolutionError" }))
  }
  const inputs = toolParameters(config, context.variables)
  const { provider_type, provider_id, plugin_unique_identifier } = config
  const details: NodeDetails = {
    inputs,
    metadata: {
      tool_info: { provider_type, provider_id, plugin_unique_identifier: plugin_unique_identifier ?? null }
    }
  }
  const { runId, nodeId, execution, attempt } = context
  const call = { ...name, runId, nodeId, idempotencyKey: `${runId}/${execution}/${attempt}` }
  let streams = false
  const say = (text: string): void => {
    streams = true
    context.signal({ kind: "chunk", output: "text", text })
  }
  return yield* Effect.mapBoth(callTool(called, inputs, call, say), {
    onSuccess: (said) => {
      if (streams) context.signal({ kind: "chunk", output: "text", text: "" })
      return { ...details, outputs: said }
    },
    onFailure: (error) => new NodeFailure(error, { ...details, type: "ToolRuntimeInvocationError" })
  })
})

/**
 * A call of a tool (Dify's `tool`): built-in, plugin, API, MCP or another workflow. A function of the host stands for it
 * (`HostTools`); without one it fails with `tool_not_mapped`. A mock `{ result }` stands for what the tool says, other
 * mocks are the outputs.
 */
export const tool = defineNode({
  type: "tool",
  version: "1",
  kind: "executable",
  summary: "Calls a tool: a function of the host.",
  config: ToolConfig,
  outputs,
  errors: [ToolNotMapped, ...toolErrors],
  retries: true,
  external: true,
  mockDefault: { result: "mocked tool output" },
  example: {
    config: {
      provider_id: "time",
      provider_type: "builtin",
      provider_name: "time",
      tool_name: "current_time",
      tool_label: "Current Time",
      tool_configurations: {},
      tool_parameters: {}
    },
    outputs: { text: "mocked tool output", files: [], json: [{ data: [] }] }
  },
  selectors: (config) => [
    ...Object.values(config.tool_parameters).flatMap(parameterInputSelectors),
    ...Object.values(config.tool_configurations).flatMap((value) =>
      isParameter(value) ? parameterInputSelectors(value) : parameterInputSelectors({ type: "constant", value })
    )
  ],
  requirements,
  mock,
  run
})
