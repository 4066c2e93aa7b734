import { Effect } from "effect"
import type { ModelError } from "../../error/model_errors.ts"
import { completionParameters } from "../../model/completion_parameters.ts"
import { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelMessage, ModelRequest, ModelTool } from "../../model/model_request.ts"
import type { ModelSettings } from "../../model/model_settings.ts"
import type { NodeContext } from "../node_context.ts"

/** One call of the model of a node. */
export interface ModelCall {
  readonly model: ModelSettings
  readonly messages: ReadonlyArray<ModelMessage>
  readonly tools?: ReadonlyArray<ModelTool>
  /** Tells apart the calls of one attempt. */
  readonly part?: string
}

/** The request that a call of a node's model is. */
export const modelRequest = (call: ModelCall, node: NodeContext): ModelRequest => {
  const { provider, name, mode, completion_params } = call.model
  const { parameters, stop } = completionParameters(completion_params, node.variables)
  const key = `${node.runId}/${node.execution}/${node.attempt}`
  return {
    provider,
    name,
    mode,
    messages: call.messages,
    parameters,
    ...(stop.length > 0 ? { stop } : {}),
    ...(call.tools === undefined ? {} : { tools: call.tools }),
    idempotencyKey: call.part === undefined ? key : `${key}/${call.part}`
  }
}

/** Calls the model of a node and waits for the whole answer, which nobody else sees arrive. */
export const callModel = (call: ModelCall, node: NodeContext): Effect.Effect<ModelAnswer, ModelError, LanguageModels> =>
  Effect.flatMap(LanguageModels, (models) => models.complete(modelRequest(call, node)))
