import { Effect, Layer } from "effect"
import { LanguageModels } from "../../model/language_models.ts"
import { foldAnswer } from "../../model/model_answer.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import type { ModelScript } from "../../model/model_script.ts"
import { VariablePool } from "../../value/variable_pool.ts"
import { bindNode, type Scopes } from "../_try_node.ts"
import { llm } from "../llm.ts"
import { defaultNodeLimits, type NodeContext, type NodeSignal } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import { NodeRegistry } from "../node_registry.ts"
import type { NodeResult } from "../node_result.ts"
import type { BoundNode } from "../node_type.ts"

/** For tests: what an llm node asked, announced and returned. */
export interface LlmTrial {
  readonly outcome: NodeResult | NodeFailure
  readonly signals: ReadonlyArray<NodeSignal>
  readonly requests: ReadonlyArray<ModelRequest>
}

/** For tests: the `data` of an llm node, with these changes. */
export const llmData = (changes: { readonly [name: string]: unknown } = {}): { readonly [name: string]: unknown } => ({
  type: "llm",
  title: "LLM",
  model: { provider: "langgenius/openai/openai", name: "gpt-4o", mode: "chat", completion_params: {} },
  prompt_template: [{ id: "1", role: "user", text: "hi" }],
  context: { enabled: false, variable_selector: [] },
  vision: { enabled: false },
  ...changes
})

/** For tests: an llm node with this `data`, asking these models. */
export const bindLlm = <E, R>(data: unknown, models: Layer.Layer<LanguageModels, E, R>) =>
  Effect.flatMap(NodeRegistry, (registry) => {
    const type = registry.find("llm", "1")
    return type === undefined ? Effect.die("no llm") : Effect.sync(() => bindNode(type, data))
  }).pipe(Effect.provide(NodeRegistry.layer([llm]).pipe(Layer.provide(models))))

/** For tests: the context of a node that is run once, outside any run. */
export const trialContext = (scopes: Scopes, signal: (signal: NodeSignal) => void): NodeContext => {
  const variables = new VariablePool()
  for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
  return {
    runId: "run",
    nodeId: "llm",
    title: "LLM",
    variables,
    execution: "root/llm",
    attempt: 0,
    failureIsHandled: false,
    limits: defaultNodeLimits,
    signal
  }
}

/** For tests: runs a bound node to its end; failures are data. */
export const runBound = (node: BoundNode, context: NodeContext): Effect.Effect<NodeResult | NodeFailure> => {
  const outcome = node.run(context)
  return Effect.isEffect(outcome)
    ? Effect.scoped(Effect.catch(outcome, (failure) => Effect.succeed(failure)))
    : Effect.succeed(outcome)
}

/** For tests: runs an llm node against a script. */
export const tryLlm = (data: unknown, scopes: Scopes = {}, script: ModelScript = [{ text: "Hello you" }]) =>
  Effect.gen(function* () {
    const signals: Array<NodeSignal> = []
    const requests: Array<ModelRequest> = []
    const recording = Layer.effect(
      LanguageModels,
      Effect.map(LanguageModels, (models) => {
        const stream = (request: ModelRequest) => {
          requests.push(request)
          return models.stream(request)
        }
        return { ...models, stream, complete: (request: ModelRequest) => foldAnswer(stream(request)) }
      })
    )
    const node = yield* bindLlm(data, Layer.provide(recording, LanguageModels.layerScripted(script)))
    const outcome = yield* runBound(
      node,
      trialContext(scopes, (signal) => signals.push(signal))
    )
    return { outcome, signals, requests } satisfies LlmTrial
  })

/** For tests: the failure of an llm node that must fail. */
export const failureOf = (trial: LlmTrial): NodeFailure => {
  if (trial.outcome instanceof NodeFailure) return trial.outcome
  throw new Error("the node did not fail")
}

/** For tests: the result of an llm node that must succeed. */
export const resultOf = (trial: LlmTrial): NodeResult => {
  if (trial.outcome instanceof NodeFailure) throw trial.outcome.error
  return trial.outcome
}

/** For tests: the messages an llm node sends. */
export const messagesOf = (data: unknown, scopes: Scopes = {}) =>
  Effect.map(tryLlm(data, scopes), (trial) => {
    resultOf(trial)
    return trial.requests[0]?.messages
  })
