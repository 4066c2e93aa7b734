import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { ModelRequestInvalid, ModelServerFailed } from "../error/model_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import { agent, city, declaring, failureOf, final, model, tryAgent } from "./agent/_test_try_agent.ts"
import { agentV2 } from "./agent_v2.ts"

describe("an agent without declared outputs", () => {
  it.effect("answers in plain text", () =>
    Effect.gen(function* () {
      const { outcome, requests } = tryAgent(
        agent({ workflow_prompt: "Greet {{#start.name#}}." }),
        [{ text: "Hello Ada" }],
        {
          start: { name: "Ada" }
        }
      )
      const result = yield* outcome
      expect(result.outputs).toEqual(expect.objectContaining({ text: "Hello Ada" }))
      expect(result.metadata).toEqual({
        attempt: 0,
        output_type_check: {
          passed: true,
          results: [
            { name: "text", type: "string", status: "ready", reason: null },
            { name: "files", type: "array", status: "not_produced", reason: null },
            { name: "json", type: "object", status: "not_produced", reason: null }
          ]
        },
        total_tokens: result.usage?.total_tokens
      })
      expect(requests[0]?.messages[1]?.content).toMatch(/^Greet Ada\./)
    })
  )

  it.effect("keeps text that is JSON as text, and takes structured data from the tool", () =>
    Effect.gen(function* () {
      expect((yield* tryAgent(agent(), [{ text: '{"json": 1}' }]).outcome).outputs).toMatchObject({
        text: '{"json": 1}'
      })
      const { outputs } = yield* tryAgent(agent(), [final({ text: "T", json: { n: 1 }, extra: [1] })]).outcome
      expect(outputs).toEqual(
        expect.objectContaining({ text: "T", json: expect.objectContaining({ n: 1 }), extra: [1] })
      )
    })
  )
})

describe("what an agent is asked", () => {
  it.effect("system prompt, job, earlier outputs, model settings, tool and idempotency key", () =>
    Effect.gen(function* () {
      const data = agent(
        {
          workflow_prompt: "Sum up.",
          previous_node_output_refs: [{ selector: ["n", "text"] }, { node_id: "n", output: "rows" }],
          declared_outputs: [city]
        },
        {
          prompt: { system_prompt: "You are {{#n.text#}} terse." },
          model: { ...model, model_settings: { temperature: 0.5, stop: ["END"], max_tokens: null } }
        }
      )
      const { outcome, requests } = tryAgent(data, [final({ city: "Rome" })], {
        n: { text: "x".repeat(3000), rows: [1, 2] }
      })
      const { inputs } = yield* outcome
      const request = requests[0]
      assert(request !== undefined)
      expect(request).toMatchObject({
        provider: "openai",
        name: "gpt-4o",
        mode: "chat",
        stop: ["END"],
        idempotencyKey: "r:root/a",
        tools: [{ name: "final_output", parametersSchema: { type: "object", required: ["city"] } }]
      })
      expect(request.parameters).toHaveProperty("temperature", 0.5)
      const [system, job] = request.messages
      // The soul is no part of the graph: its references are not resolved.
      expect(system?.content).toMatch(/^You are \{\{#n\.text#\}\} terse\.\n\n/)
      expect(job?.content).toContain("Sum up.")
      expect(job?.content).toContain(`n.text:\n${"x".repeat(2000)}...[truncated]\n\nn.rows:\n[1, 2]`)
      expect(inputs).toMatchObject({
        agent_backend_request: { model: "gpt-4o", prompts: [{ role: "system" }, { role: "user" }] }
      })
    })
  )

  it.effect("a server that knows no tools is asked for JSON as text, and from then on", () =>
    Effect.gen(function* () {
      const refused = { error: new ModelRequestInvalid({ message: "this model does not support tools" }) }
      const retry = { ...city, failure_strategy: { retry: { enabled: true, max_retries: 1 } } }
      const { outcome, requests } = tryAgent(declaring(retry), [
        refused,
        { text: "no JSON" },
        { text: 'Here: ```json\n{"city": "Rome"}\n```' }
      ])
      expect((yield* outcome).outputs).toHaveProperty("city", "Rome")
      expect(requests.map(({ tools, idempotencyKey }) => [tools?.length ?? 0, idempotencyKey])).toEqual([
        [1, "r:root/a"],
        [0, "r:root/a:no-tools"],
        [0, "r:root/a:retry-1"]
      ])
      expect(requests[1]?.messages[0]?.content).toContain('{"type": "object"')
    })
  )
})

describe("an agent that cannot be asked", () => {
  const codes: ReadonlyArray<readonly [string, unknown]> = [
    ["agent_model_not_configured", { version: "2" }],
    ["agent_model_not_configured", { version: "2", agent_soul: { model: null } }],
    ["invalid_previous_node_output_ref", agent({ previous_node_output_refs: [{ node_id: "n" }] })],
    ["missing_previous_node_output", agent({ previous_node_output_refs: [{ selector: ["n", "gone"] }] })]
  ]
  it.effect.each(codes)("fails with %s, without a call", ([code, data]) =>
    Effect.gen(function* () {
      const { failure, requests } = tryAgent(data, [{ text: "never" }])
      expect(failureOf(yield* failure)).toMatchObject({ code, details: { type: code } })
      expect(requests).toEqual([])
    })
  )

  it.effect("a model's own error goes through, and no output retry follows it", () =>
    Effect.gen(function* () {
      const data = declaring({ ...city, failure_strategy: { retry: { enabled: true, max_retries: 3 } } })
      const { failure, requests } = tryAgent(data, [{ error: new ModelServerFailed({ message: "overloaded" }) }])
      expect(failureOf(yield* failure)).toMatchObject({
        code: "model_server_failed",
        message: "overloaded",
        details: { type: "model_server_failed", metadata: { attempt: 0 } }
      })
      expect(requests).toHaveLength(1)
    })
  )

  const requirementsOf = (data: unknown, models = LanguageModels.layerNone) =>
    Effect.gen(function* () {
      const { requirements } = Result.getOrThrow(agentV2.decode(data))
      assert(requirements !== undefined)
      return (yield* requirements).map(({ kind, error }) => `${kind} ${error.code}`)
    }).pipe(Effect.provide(models))

  it.effect("is found before the run", () =>
    Effect.gen(function* () {
      expect(yield* requirementsOf({ version: "2" })).toEqual(["mapping agent_model_not_configured"])
      expect(yield* requirementsOf(agent())).toEqual(["key model_not_configured"])
      expect(yield* requirementsOf(agent(), LanguageModels.layerScripted([]))).toEqual([])
      const tools = { dify_tools: [{ tool_name: "search" }, { enabled: false }], cli_tools: [{ name: "jq" }] }
      expect(yield* requirementsOf(agent({}, { tools }), LanguageModels.layerScripted([]))).toEqual([
        "mapping tool_not_mapped",
        "mapping tool_not_mapped"
      ])
    })
  )

  it.effect("parts of the soul that nothing carries out are named", () =>
    Effect.gen(function* () {
      const soul = { knowledge: { datasets: ["d"] }, memory: { artifacts: [] } }
      const { metadata } = yield* tryAgent(agent({}, soul), [{ text: "Hi" }]).outcome
      expect(metadata?.warnings).toEqual([
        { code: "agent_backend_layer_not_available", message: expect.stringContaining("knowledge") }
      ])
    })
  )
})

describe("the config of an agent", () => {
  const message = (data: unknown) => {
    const decoded = agentV2.decode(data)
    return Result.isFailure(decoded) ? decoded.failure.message : ""
  }

  it("declares the outputs before it runs", () => {
    const declared = (data: unknown) => Result.getOrThrow(agentV2.decode(data)).outputs.map(({ name }) => name)
    expect(declared({ version: "2" })).toEqual(["text", "files", "json"])
    expect(declared(agent({ declared_outputs: [] }))).toEqual(["text", "files", "json"])
    expect(declared(declaring(city))).toEqual(["city"])
  })

  it("names every variable it reads", () => {
    const data = agent({ workflow_prompt: "{{#a.b#}}", previous_node_output_refs: [{ node_id: "c", output: "d" }, {}] })
    expect(Result.getOrThrow(agentV2.decode(data)).selectors).toEqual([
      ["a", "b"],
      ["c", "d"]
    ])
  })

  it.each([{ version: "3" }, { version: 2 }, { version: null }])("refuses %j", (data) => {
    expect(message(data)).toContain("Dify Agent Node v2 requires version='2'")
  })

  it("says where a problem is", () => {
    expect(message(declaring({ name: "a", type: "array", array_item: { type: "array" } }))).toBe(
      `nested arrays are not supported as array_item.type\n  at ["agent_node_job"]["declared_outputs"][0]["array_item"]["type"]`
    )
  })
})
