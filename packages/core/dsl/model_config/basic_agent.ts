import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { basicReferences } from "./basic_references.ts"
import { listAt, mappingAt, textAt } from "./config_field.ts"

/** Tools of very old files have fewer fields, and Dify passes over them. */
const fewestFields = 4

const isUsed = (tool: Value): tool is ValueObject =>
  isValueObject(tool) && Object.keys(tool).length >= fewestFields && property(tool, "enabled") !== false

/** The agent of an agent-chat app as the `data` of an agent node: its prompt is its instructions. */
export const basicAgent = (modelConfig: ValueObject, inputs: ReadonlySet<string>): ValueObject => {
  const model = mappingAt(modelConfig, "model")
  const soul = objectFrom([
    ["tools", objectFrom([["dify_tools", listAt(mappingAt(modelConfig, "agent_mode"), "tools").filter(isUsed)]])],
    [
      "model",
      objectFrom([
        ["model_provider", textAt(model, "provider")],
        ["model", textAt(model, "name")],
        ["model_settings", mappingAt(model, "completion_params")]
      ])
    ]
  ])
  return objectFrom([
    ["type", "agent"],
    ["version", "2"],
    ["title", "Agent"],
    ["agent_soul", soul],
    ["agent_node_job", objectFrom([["workflow_prompt", "{{#sys.query#}}"]])],
    ["basic_app", objectFrom([["instructions", basicReferences(textAt(modelConfig, "pre_prompt"), inputs)]])]
  ])
}
