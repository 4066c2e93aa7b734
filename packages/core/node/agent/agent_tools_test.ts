import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { ModelRequest } from "../../model/model_request.ts"
import type { ScriptedAnswer } from "../../model/model_script.ts"
import { HostTools, type ToolFunctions } from "../../tool/host_tools.ts"
import { recordedModels } from "../_try_model_node.ts"
import { bindNode, runNode } from "../_try_node.ts"
import { agentV2 } from "../agent_v2.ts"
import { NodeRegistry } from "../node_registry.ts"
import { agent, final } from "./_test_try_agent.ts"

describe("an agent with tools of the host", () => {
  const tools = {
    dify_tools: [
      { provider_id: "weather", tool_name: "look up", tool_label: "Weather", tool_parameters: { city: "", unit: "C" } },
      { provider_id: "weather", tool_name: "off", enabled: false }
    ]
  }
  const wants = (...calls: ReadonlyArray<readonly [string, string]>): ScriptedAnswer => ({
    toolCalls: calls.map(([name, given], index) => ({ id: `c${index}`, name, arguments: given }))
  })
  const withTools = (functions: ToolFunctions, answers: ReadonlyArray<ScriptedAnswer>, soul: object = { tools }) => {
    const requests: Array<ModelRequest> = []
    const script = answers.map((answer, index): ScriptedAnswer => ({ call: index + 1, ...answer }))
    const layer = NodeRegistry.layer([agentV2]).pipe(
      Layer.provide(recordedModels(script, requests)),
      Layer.provide(HostTools.layer(functions))
    )
    return Effect.gen(function* () {
      const found = (yield* NodeRegistry).find("agent", "2")
      assert.isDefined(found)
      const data = agent({ workflow_prompt: "Weather in Rome?" }, soul)
      const missing = yield* bindNode(found, data).requirements ?? Effect.succeed([])
      return { missing: missing.map(({ error }) => error.code), outcome: yield* runNode(found, data), requests }
    }).pipe(Effect.provide(layer))
  }
  const sunny: ToolFunctions = { "weather/look up": ({ city, unit }) => `sunny in ${city}, 20 ${unit}` }

  it.effect("offers them to the model, calls them with what was set, and goes on until it has an answer", () =>
    Effect.gen(function* () {
      const answers = [wants(["look_up", '{"city": "Rome", "unit": "K"}']), { text: "It is sunny." }]
      const { missing, outcome, requests } = yield* withTools(sunny, answers)
      expect(missing).toEqual([])
      expect(outcome).toMatchObject({ outputs: { text: "It is sunny." } })
      expect(requests[0]?.tools?.map(({ name }) => name)).toEqual(["final_output", "look_up"])
      expect(requests[0]?.tools?.[1]?.parametersSchema).toEqual({
        type: "object",
        properties: { city: { type: "string" } },
        additionalProperties: true
      })
      expect(requests[1]?.messages.slice(2)).toEqual([
        { role: "assistant", content: "", toolCalls: [expect.objectContaining({ name: "look_up" })] },
        { role: "tool", content: "sunny in Rome, 20 C", toolCallId: "c0" }
      ])
      expect(new Set(requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
    })
  )

  it.effect("tells the model what went wrong: an unknown tool, arguments that are no JSON, a failure", () =>
    Effect.gen(function* () {
      const broken: ToolFunctions = {
        "look up": () => {
          throw new Error("no key")
        }
      }
      const asked = wants(["nobody", "{}"], ["look_up", "[1"], ["look_up", '{"__proto__": {"polluted": 1}}'])
      const { outcome, requests } = yield* withTools(broken, [asked, final({ text: "I do not know." })])
      expect(outcome).toMatchObject({ outputs: { text: "I do not know." } })
      expect(requests[1]?.messages.slice(-3).map(({ content }) => content)).toEqual([
        "there is not a tool named nobody",
        "the arguments of look_up are no JSON object",
        "Failed to invoke tool: look up of weather: no key"
      ])
      assert.isFalse("polluted" in {})
    })
  )

  it.effect("hostile: a model that never stops calling is stopped after ten rounds", () =>
    Effect.gen(function* () {
      const answers = Array.from({ length: 12 }, () => wants(["look_up", "{}"]))
      const { outcome, requests } = yield* withTools(sunny, answers)
      expect(outcome).toMatchObject({ error: { code: "agent_rounds_exceeded" } })
      assert.strictEqual(requests.length, 11)
      expect(requests.at(-1)?.tools?.map(({ name }) => name)).toEqual(["final_output"])
    })
  )

  it.effect("says before the run which of them nobody gives, and under which name", () =>
    Effect.gen(function* () {
      const { missing } = yield* withTools({}, [{ text: "x" }])
      expect(missing).toEqual(["tool_not_mapped"])
    })
  )
})
