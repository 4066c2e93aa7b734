import { isValueObject, property } from "../value/value_object.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"
import { outputTypeOf } from "./output_type_of.ts"
import { givenValues, systemOutputs } from "./trigger/given_values.ts"
import { headerOutput, WebhookConfig } from "./trigger/webhook_config.ts"
import { webhookOutputs } from "./trigger/webhook_outputs.ts"

const outputs = (config: WebhookConfig): ReadonlyArray<OutputDeclaration> => [
  ...config.headers.map(
    ({ name }): OutputDeclaration => ({ name: headerOutput(name), type: "string", required: false })
  ),
  ...[...config.params, ...config.body].map(
    ({ name, type }): OutputDeclaration => ({ name, ...outputTypeOf(type), required: false })
  ),
  { name: "_webhook_raw", type: "object", required: true, description: "The whole request." }
]

const run = (config: WebhookConfig, context: NodeContext): NodeResult => {
  const inputs = givenValues(context)
  const data = property(inputs, "webhook_data")
  const raw = isValueObject(data) ? data : inputs
  return {
    inputs,
    outputs: Object.assign(systemOutputs(context), webhookOutputs(config, raw), { _webhook_raw: raw })
  }
}

/**
 * Where a run that a request starts begins (Dify's `trigger-webhook`). The inputs of the run are the request:
 * `{ webhook_data: { method, headers, query_params, body, files } }`, or that object itself. Each header, query parameter
 * and field of the body that the node names is an output, null where the request has none; `_webhook_raw` is all of it.
 */
export const triggerWebhook = defineNode({
  type: "trigger-webhook",
  version: "1",
  kind: "root",
  summary: "Starts a run with a web request.",
  config: WebhookConfig,
  outputs,
  errors: [],
  example: {
    config: {
      method: "post",
      content_type: "application/json",
      headers: [{ name: "X-Source" }],
      params: [{ name: "page", type: "number" }],
      body: [{ name: "title", type: "string" }]
    },
    variables: {
      "trigger-webhook": { headers: { "x-source": "shop" }, query_params: { page: 2 }, body: { title: "Tea" } }
    },
    outputs: {
      X_Source: "shop",
      page: 2,
      title: "Tea",
      _webhook_raw: { headers: { "x-source": "shop" }, query_params: { page: 2 }, body: { title: "Tea" } }
    }
  },
  run
})
