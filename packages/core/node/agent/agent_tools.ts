import { Effect, Predicate, Result } from "effect"
import type { ModelMessage, ModelTool, ModelToolCall } from "../../model/model_request.ts"
import { callTool } from "../../tool/call_tool.ts"
import type { HostTool } from "../../tool/host_tool.ts"
import type { FindTool, ToolName } from "../../tool/host_tools.ts"
import { fromUnknown } from "../../value/from_unknown.ts"
import { parseJson } from "../../value/parse_json.ts"
import { textOf } from "../../value/text_form.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueObject, objectFrom, property } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import type { AgentConfig } from "./agent_config.ts"
import { finalOutputTool } from "./agent_payload.ts"

/** A tool of an agent's soul, as the file has it. */
type ToolEntry = { readonly [name: string]: unknown }

/** A tool that the model may call, and the function of the host that stands for it. */
export interface AgentTool {
  readonly offered: ModelTool
  readonly named: ToolName
  readonly function: HostTool
  /** Parameters that were set when the agent was built; the model chooses the others. */
  readonly fixed: ValueObject
}

/** The tools that an agent is to use; those that are switched off are none. */
export const usedTools = (config: AgentConfig): ReadonlyArray<ToolEntry> => {
  const { dify_tools = [], cli_tools = [] } = config.agent_soul?.tools ?? {}
  return [...dify_tools, ...cli_tools].filter((tool) => tool.enabled !== false)
}

const firstText = (entry: ToolEntry, ...names: ReadonlyArray<string>): string => {
  const found = names.map((name) => entry[name]).find((given) => typeof given === "string" && given !== "")
  return typeof found === "string" ? found : ""
}

/** How a host is asked for a tool. */
export const toolNameOf = (entry: ToolEntry): ToolName => ({
  provider: firstText(entry, "provider_id", "provider_name", "provider", "plugin_id"),
  tool: firstText(entry, "tool_name", "name")
})

const parametersOf = (entry: ToolEntry): ValueObject => {
  const given = fromUnknown(entry.tool_parameters ?? {})
  return Result.isSuccess(given) && isValueObject(given.success) ? given.success : emptyObject()
}

const isSet = (value: Value): boolean => value !== null && value !== ""

/** A schema that the file has; else one of texts for the parameters that nobody has set. */
const schemaOf = (entry: ToolEntry, parameters: ValueObject): ValueObject => {
  const given = Predicate.isObject(entry.parameters) ? fromUnknown(entry.parameters) : undefined
  if (given !== undefined && Result.isSuccess(given) && isValueObject(given.success)) return given.success
  const open = Object.entries(parameters).filter(([, value]) => !isSet(value))
  const properties = objectFrom(open.map(([name]) => [name, { type: "string" }] as const))
  return { type: "object", properties, additionalProperties: true }
}

/** Names that models may give a tool are short and plain. */
const plainName = (name: string): string => name.replaceAll(/[^\w-]/g, "_").slice(0, 64)

const agentTool = (entry: ToolEntry, tools: FindTool): ReadonlyArray<AgentTool> => {
  const named = toolNameOf(entry)
  const found = tools.find(named)
  const name = plainName(named.tool)
  if (found === undefined || name === "" || name === finalOutputTool) return []
  const parameters = parametersOf(entry)
  const description = firstText(entry, "description", "tool_description", "tool_label", "tool_name")
  const offered = { name, description, parametersSchema: schemaOf(entry, parameters) }
  return [
    { offered, named, function: found, fixed: objectFrom(Object.entries(parameters).filter(([, set]) => isSet(set))) }
  ]
}

/** The tools of an agent that the host connects; of equal names the first is offered. */
export const agentTools = (config: AgentConfig, tools: FindTool): ReadonlyArray<AgentTool> => {
  const all = usedTools(config).flatMap((entry) => agentTool(entry, tools))
  return all.filter((tool, place) => all.findIndex(({ offered }) => offered.name === tool.offered.name) === place)
}

const argumentsOf = (call: ModelToolCall): ValueObject | undefined => {
  const parsed = parseJson(call.arguments.trim() === "" ? "{}" : call.arguments)
  return Result.isSuccess(parsed) && isValueObject(parsed.success) ? parsed.success : undefined
}

const observation = (tools: ReadonlyArray<AgentTool>, call: ModelToolCall, context: NodeContext, key: string) => {
  const tool = tools.find(({ offered }) => offered.name === call.name)
  if (tool === undefined) return Effect.succeed(`there is not a tool named ${call.name}`)
  const given = argumentsOf(call)
  if (given === undefined) return Effect.succeed(`the arguments of ${call.name} are no JSON object`)
  const parameters = objectFrom([...Object.entries(given), ...Object.entries(tool.fixed)])
  const about = { ...tool.named, runId: context.runId, nodeId: context.nodeId, idempotencyKey: key }
  // What a tool says when it fails is something the agent can work with.
  return Effect.match(callTool(tool.function, parameters, about), {
    onFailure: ({ message }) => message,
    onSuccess: (outputs) => textOf(property(outputs, "text") ?? "")
  })
}

/** Calls the tools that a model asks for, one after another, and tells it what they said. */
export const observations = (
  tools: ReadonlyArray<AgentTool>,
  calls: ReadonlyArray<ModelToolCall>,
  context: NodeContext,
  key: string
): Effect.Effect<ReadonlyArray<ModelMessage>> =>
  Effect.forEach(calls, (call, place) =>
    Effect.map(
      observation(tools, call, context, `${key}:tool-${place}`),
      (content): ModelMessage => ({ role: "tool", content, toolCallId: call.id })
    )
  )
