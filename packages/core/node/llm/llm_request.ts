import { Effect } from "effect"
import { completionParameters } from "../../model/completion_parameters.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import { emptyObject, type MutableValueObject } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { LlmConfig } from "./llm_config.ts"
import { promptContext } from "./prompt_context.ts"
import type { PromptFailure } from "./prompt_failure.ts"
import { promptInputs } from "./prompt_inputs.ts"
import { promptMessages } from "./prompt_messages.ts"
import { structuredFormat } from "./structured_output.ts"
import { visionFiles } from "./vision_files.ts"

/** What an llm node is about to ask, and what it shows as its inputs. */
export interface PreparedRequest {
  readonly inputs: MutableValueObject
  readonly request: ModelRequest
}

const prepare = Effect.fnUntraced(function* (
  config: LlmConfig,
  node: NodeContext,
  inputs: MutableValueObject
): Effect.fn.Return<ModelRequest, PromptFailure> {
  Object.assign(inputs, yield* Effect.fromResult(promptInputs(config, node.variables)))
  const files = yield* Effect.fromResult(visionFiles(config, node.variables))
  if (files.length > 0) inputs["#files#"] = files
  const context = yield* Effect.fromResult(promptContext(config, node.variables))
  if (context !== "") inputs["#context#"] = context
  const { provider, name, mode, completion_params } = config.model
  inputs.model_provider = provider
  inputs.model_name = name
  const responseFormat = yield* Effect.fromResult(structuredFormat(config))
  const messages = yield* promptMessages(config, node, { context, files })
  const { parameters, stop } = completionParameters(completion_params, node.variables)
  return {
    provider,
    name,
    mode,
    messages,
    parameters,
    ...(stop.length > 0 ? { stop } : {}),
    ...(responseFormat === undefined ? {} : { responseFormat }),
    idempotencyKey: `${node.runId}/${node.execution}/${node.attempt}`
  }
})

/** Puts together what an llm node asks; what it had read before a failure is kept as inputs. */
export const llmRequest = (config: LlmConfig, node: NodeContext): Effect.Effect<PreparedRequest, NodeFailure> => {
  const inputs = emptyObject()
  return Effect.mapBoth(prepare(config, node, inputs), {
    onSuccess: (request) => ({ inputs, request }),
    onFailure: ({ error, type }) => new NodeFailure(error, { type, inputs })
  })
}
