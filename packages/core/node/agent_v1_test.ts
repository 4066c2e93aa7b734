import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { bindNode, tryNode } from "./_try_node.ts"
import { agentV1 } from "./agent_v1.ts"
import { agentV2 } from "./agent_v2.ts"
import { NodeRegistry } from "./node_registry.ts"

const data = {
  type: "agent",
  title: "Agent",
  agent_strategy_provider_name: "langgenius/agent/agent",
  agent_strategy_name: "ReAct",
  agent_strategy_label: "ReAct",
  agent_parameters: {
    instruction: { type: "mixed", value: "Use {{#start.topic#}}" },
    query: { type: "variable", value: ["sys", "query"] },
    tools: { type: "constant", value: [{ enabled: true, parameters: { q: { auto: 0, value: "{{#n.q#}}" } } }] },
    maximum_iterations: { type: "constant", value: 3 }
  },
  memory: { window: { enabled: false, size: 10 } }
}

describe("an agent of a plugin strategy", () => {
  it("its example is what the default mock gives", () => {
    const { example, mockDefault } = agentV1.description
    expect({ ...bindNode(agentV1, example.config).mock(mockDefault ?? {}).outputs }).toEqual(example.outputs)
  })

  it("declares its outputs and names the variables it reads, those inside tools too", () => {
    const node = bindNode(agentV1, data)
    expect(node.outputs.map(({ name, type, item }) => [name, type, item])).toEqual([
      ["text", "string", undefined],
      ["usage", "object", undefined],
      ["files", "array", "file"],
      ["json", "array", "object"]
    ])
    expect(node.selectors).toEqual([
      ["start", "topic"],
      ["sys", "query"],
      ["n", "q"]
    ])
  })

  it("mocks by name are the outputs", () => {
    expect({ ...bindNode(agentV1, data).mock({ text: "Hi", more: 1 }).outputs }).toEqual({ text: "Hi", more: 1 })
  })

  it.effect("says before the run and in the run that its strategy is not here", () =>
    Effect.gen(function* () {
      expect(tryNode(agentV1, data)).toMatchObject({ error: { code: "agent_strategy_not_mapped" } })
      expect(yield* bindNode(agentV1, data).requirements ?? Effect.succeed([])).toMatchObject([
        { kind: "mapping", error: { code: "agent_strategy_not_mapped" } }
      ])
    })
  )

  it("refuses a soul: that is an agent of version 2 whose version was forgotten", () => {
    const decoded = agentV1.decode({ ...data, agent_soul: {} })
    expect(Result.isFailure(decoded) && decoded.failure.message).toBe(
      `an agent with agent_soul needs version: '2'\n  at ["agent_soul"]`
    )
  })

  it.effect("is what a node without a version is; unknown versions are the newest, which refuses them", () =>
    Effect.gen(function* () {
      const { find } = yield* NodeRegistry
      expect(find("agent", "1")?.description.version).toBe("1")
      const unknown = find("agent", "7")
      expect(unknown?.description.version).toBe("2")
      expect(unknown?.decode({ ...data, version: "7" })._tag).toBe("Failure")
    }).pipe(Effect.provide(NodeRegistry.layer([agentV1, agentV2]).pipe(Layer.provide(LanguageModels.layerNone))))
  )
})
