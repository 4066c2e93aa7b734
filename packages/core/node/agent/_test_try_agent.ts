import { assert } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { LanguageModels } from "../../model/language_models.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import type { ScriptedAnswer } from "../../model/model_script.ts"
import type { ValueObject } from "../../value/value.ts"
import { VariablePool } from "../../value/variable_pool.ts"
import { agentV1 } from "../agent_v1.ts"
import { agentV2 } from "../agent_v2.ts"
import { defaultNodeLimits, type NodeSignal } from "../node_context.ts"
import type { NodeFailure } from "../node_failure.ts"
import { NodeRegistry } from "../node_registry.ts"
import type { BoundNode } from "../node_type.ts"

/** For tests: the model of an agent. */
export const model = { model_provider: "openai", model: "gpt-4o" }

/** For tests: the `data` of an agent with this job and soul. */
export const agent = (job: object = {}, soul: object = {}) => ({
  type: "agent",
  version: "2",
  title: "Agent",
  agent_soul: { model, ...soul },
  agent_node_job: job
})

/** For tests: an agent that declares these outputs. */
export const declaring = (...outputs: ReadonlyArray<object>) => agent({ declared_outputs: outputs })

/** For tests: a declared output. */
export const city = { name: "city", type: "string" }

/** For tests: an answer that hands over these outputs. */
export const final = (outputs: unknown): ScriptedAnswer => ({
  toolCalls: [{ id: "1", name: "final_output", arguments: JSON.stringify(outputs) }]
})

/** For tests: one try of an agent: a model that gives these answers in order, and what became visible. */
export const tryAgent = (
  data: unknown,
  answers: ReadonlyArray<ScriptedAnswer>,
  scopes: { [scope: string]: ValueObject } = {}
) => {
  const requests: Array<ModelRequest> = []
  const signals: Array<NodeSignal> = []
  const variables = new VariablePool()
  for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
  const script = answers.map((answer, index): ScriptedAnswer => {
    const { text = "" } = answer
    const record = (request: ModelRequest) => {
      requests.push(request)
      return typeof text === "string" ? text : text(request)
    }
    return { call: index + 1, ...answer, text: record }
  })
  const registry = NodeRegistry.layer([agentV1, agentV2]).pipe(Layer.provide(LanguageModels.layerScripted(script)))
  const bound = Effect.map(NodeRegistry, ({ find }): BoundNode => {
    const type = find("agent", "2")
    assert(type !== undefined)
    return Result.getOrThrow(type.decode(data))
  })
  const outcome = Effect.flatMap(bound, (node) => {
    const run = node.run({
      runId: "r",
      nodeId: "a",
      title: "Agent",
      variables,
      execution: "root/a",
      attempt: 0,
      failureIsHandled: false,
      limits: defaultNodeLimits,
      signal: (signal) => signals.push(signal)
    })
    assert(Effect.isEffect(run))
    return run
  }).pipe(Effect.provide(registry))
  return { requests, signals, outcome, failure: Effect.flip(outcome) }
}

/** For tests: what a failure comes to. */
export const failureOf = ({ error, details }: NodeFailure) => ({ code: error.code, message: error.message, details })
