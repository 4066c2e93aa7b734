import { Effect, Layer } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { foldAnswer } from "../model/model_answer.ts"
import type { ModelRequest } from "../model/model_request.ts"
import type { ModelScript } from "../model/model_script.ts"
import { runNode, type Scopes } from "./_try_node.ts"
import { NodeRegistry } from "./node_registry.ts"
import type { NodeType } from "./node_type.ts"

/** For tests: models that answer by a script, and note what they are asked. */
export const recordedModels = (script: ModelScript, requests: Array<ModelRequest>): Layer.Layer<LanguageModels> =>
  Layer.effect(
    LanguageModels,
    Effect.map(LanguageModels, (models) => {
      const stream = (request: ModelRequest) => {
        requests.push(request)
        return models.stream(request)
      }
      return { ...models, stream, complete: (request: ModelRequest) => foldAnswer(stream(request)) }
    })
  ).pipe(Layer.provide(LanguageModels.layerScripted(script)))

/** For tests: runs a node that asks a model once; what it came to, and what the model was asked. */
export const tryModelNode = (
  type: NodeType<LanguageModels>,
  data: unknown,
  scopes: Scopes = {},
  script: ModelScript = [{ text: "{}" }]
) => {
  const requests: Array<ModelRequest> = []
  const { type: name, version } = type.description
  return Effect.gen(function* () {
    const found = (yield* NodeRegistry).find(name, version)
    if (found === undefined) return yield* Effect.die(`no ${name}`)
    return { outcome: yield* runNode(found, data, scopes), requests }
  }).pipe(Effect.provide(NodeRegistry.layer([type]).pipe(Layer.provide(recordedModels(script, requests)))))
}
