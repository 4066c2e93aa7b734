import { Schema } from "effect"
import { orDefault } from "./config/or_default.ts"
import { ParameterInput } from "./config/parameter_input.ts"
import { defineNode } from "./define_node.ts"
import { givenValues, systemOutputs } from "./trigger/given_values.ts"

const PluginTriggerConfig = Schema.Struct({
  plugin_id: Schema.String,
  provider_id: Schema.String,
  event_name: Schema.String,
  subscription_id: orDefault(Schema.String, ""),
  plugin_unique_identifier: orDefault(Schema.String, ""),
  event_parameters: orDefault(Schema.Record(Schema.String, ParameterInput), {})
})

/**
 * Where a run that an event of a plugin starts begins (Dify's `trigger-plugin`). No plugin is here: the host starts the
 * run, and its inputs, which are what the event says, are the outputs.
 */
export const triggerPlugin = defineNode({
  type: "trigger-plugin",
  version: "1",
  kind: "root",
  summary: "Starts a run with an event of a plugin.",
  config: PluginTriggerConfig,
  outputs: () => [],
  errors: [],
  example: {
    config: { plugin_id: "acme/shop", provider_id: "acme/shop/shop", event_name: "order_created" },
    outputs: {}
  },
  run: ({ provider_id, event_name, plugin_unique_identifier }, context) => {
    const inputs = givenValues(context)
    return {
      inputs,
      outputs: Object.assign(systemOutputs(context), inputs),
      metadata: { trigger_info: { provider_id, event_name, plugin_unique_identifier } }
    }
  }
})
