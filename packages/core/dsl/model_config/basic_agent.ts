import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { basicReferences } from "./basic_references.ts"
import { listAt, mappingAt, textAt } from "./config_field.ts"

/** Tools of very old files have fewer fields, and Dify passes over them. */
const fewestFields = 4

const isUsed = (tool: Value): tool is ValueObject =>
  isValueObject(tool) && Object.keys(tool).length >= fewestFields && property(tool, "enabled") !== false

/**
 * The agent of an agent-chat app as the `data` of an agent node. Its prompt is its instructions; one that names inputs
 * comes with the user's words instead, because only those are a template.
 */
export const basicAgent = (modelConfig: ValueObject, inputs: ReadonlySet<string>): ValueObject => {
  const model = mappingAt(modelConfig, "model")
  const prompt = basicReferences(textAt(modelConfig, "pre_prompt"), inputs)
  const refers = prompt.includes("{{#")
  const soul = objectFrom([
    ["prompt", objectFrom([["system_prompt", refers ? "" : prompt]])],
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
  const job = refers ? `${prompt}\n\n{{#sys.query#}}` : "{{#sys.query#}}"
  return objectFrom([
    ["type", "agent"],
    ["version", "2"],
    ["title", "Agent"],
    ["agent_soul", soul],
    ["agent_node_job", objectFrom([["workflow_prompt", job]])]
  ])
}
