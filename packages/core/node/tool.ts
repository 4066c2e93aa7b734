import { Effect, Schema } from "effect"
import { ToolNotMapped } from "../error/requirement_errors.ts"
import { textOf } from "../value/text_form.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray, isValueObject, objectFrom, property } from "../value/value_object.ts"
import { AnyObject } from "./config/any_object.ts"
import { orDefault } from "./config/or_default.ts"
import { isSelector, ParameterInput, parameterInputSelectors } from "./config/parameter_input.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"
import type { OutputDeclaration } from "./output_declaration.ts"
import { schemaOutputs } from "./tool/schema_outputs.ts"

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

const notMapped = (config: ToolConfig): ToolNotMapped =>
  new ToolNotMapped({
    message: `Tool "${config.tool_name}" of ${config.provider_type} ${config.provider_id} is not connected to anything here; mock the node.`
  })

/** What a tool answers as messages, in the `json` output: always a list of objects. */
const jsonMessages = (result: Value): Value => {
  if (isValueObject(result)) return [result]
  const objects = isValueArray(result) && result.length > 0 && result.every((item) => isValueObject(item))
  return objects ? result : [{ data: [] }]
}

const mock = (config: ToolConfig, answer: ValueObject) => {
  const result = property(answer, "result")
  if (result === undefined || outputs(config).some(({ name }) => name === "result")) return { outputs: answer }
  const rest = Object.entries(answer).filter(([name]) => name !== "result")
  const said: ReadonlyArray<readonly [string, Value]> = [
    ["text", textOf(result)],
    ["files", []],
    ["json", jsonMessages(result)]
  ]
  return { outputs: objectFrom([...said, ...rest]) }
}

/**
 * A call of a tool (Dify's `tool`): built-in, plugin, API, MCP or another workflow. It is validated and can be mocked:
 * `{ result }` stands for what the tool says, other mocks are the outputs. Nothing is connected here, so it fails with
 * `tool_not_mapped`.
 */
export const tool = defineNode({
  type: "tool",
  version: "1",
  kind: "executable",
  summary: "Calls a tool; can be mocked only.",
  config: ToolConfig,
  outputs,
  errors: [ToolNotMapped],
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
  requirements: (config) => Effect.succeed([{ kind: "mapping", error: notMapped(config) }]),
  mock,
  run: (config) => new NodeFailure(notMapped(config))
})
