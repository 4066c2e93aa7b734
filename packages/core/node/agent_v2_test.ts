import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { ModelRequestInvalid, ModelServerFailed } from "../error/model_errors.ts"
import { LanguageModels } from "../model/language_models.ts"
import type { ModelRequest } from "../model/model_request.ts"
import type { ScriptedAnswer } from "../model/model_script.ts"
import { HostTools, type ToolFunctions } from "../tool/host_tools.ts"
import { FileValue } from "../value/file_value.ts"
import type { ValueObject } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { recordedModels } from "./_try_model_node.ts"
import { bindNode, runNode } from "./_try_node.ts"
import { agentV1 } from "./agent_v1.ts"
import { agentV2 } from "./agent_v2.ts"
import { defaultNodeLimits, type NodeSignal } from "./node_context.ts"
import type { NodeFailure } from "./node_failure.ts"
import { NodeRegistry } from "./node_registry.ts"
import type { BoundNode } from "./node_type.ts"

const model = { model_provider: "openai", model: "gpt-4o" }

const agent = (job: object = {}, soul: object = {}) => ({
  type: "agent",
  version: "2",
  title: "Agent",
  agent_soul: { model, ...soul },
  agent_node_job: job
})

const declaring = (...outputs: ReadonlyArray<object>) => agent({ declared_outputs: outputs })

const city = { name: "city", type: "string" }

const final = (outputs: unknown): ScriptedAnswer => ({
  toolCalls: [{ id: "1", name: "final_output", arguments: JSON.stringify(outputs) }]
})

/** One try of an agent: a model that gives these answers in order, and what became visible. */
const tried = (
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

const failureOf = ({ error, details }: NodeFailure) => ({ code: error.code, message: error.message, details })

describe("an agent without declared outputs", () => {
  it.effect("answers in plain text", () =>
    Effect.gen(function* () {
      const { outcome, requests } = tried(
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
      expect((yield* tried(agent(), [{ text: '{"json": 1}' }]).outcome).outputs).toMatchObject({ text: '{"json": 1}' })
      const { outputs } = yield* tried(agent(), [final({ text: "T", json: { n: 1 }, extra: [1] })]).outcome
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
      const { outcome, requests } = tried(data, [final({ city: "Rome" })], {
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
      const { outcome, requests } = tried(declaring(retry), [
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

describe("the outputs of an agent", () => {
  const file = { transfer_method: "remote_url", url: "https://a.test/dir/r%C3%A9sum%C3%A9.pdf?x=1" }

  it.effect("declared files become files, other keys stay what they are", () =>
    Effect.gen(function* () {
      const outputs = [
        { name: "doc", type: "file" },
        { name: "docs", type: "array", array_item: { type: "file" } },
        { name: "raw", type: "object" }
      ]
      const result = yield* tried(declaring(...outputs), [final({ doc: file, docs: [file], raw: file, more: file })])
        .outcome
      const { doc, docs, raw, more } = result.outputs
      assert(doc instanceof FileValue)
      expect(doc.attributes).toMatchObject({
        type: "document",
        transfer_method: "remote_url",
        remote_url: file.url,
        filename: "résumé.pdf",
        extension: ".pdf"
      })
      expect(docs).toEqual([doc])
      expect(raw).toEqual(expect.objectContaining(file))
      expect(more).toEqual(expect.objectContaining(file))
    })
  )

  it.effect("usage of all attempts is added up", () =>
    Effect.gen(function* () {
      const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 }
      const retry = { ...city, failure_strategy: { retry: { enabled: true, max_retries: 1 } } }
      const answers = [
        { ...final({}), usage },
        { ...final({ city: "Rome" }), usage }
      ]
      const result = yield* tried(declaring(retry), answers).outcome
      expect(result.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 })
      expect(result.metadata).toMatchObject({ total_tokens: 10, attempt: 1 })
    })
  )
})

describe("an agent whose outputs fail", () => {
  const failing = (failure_strategy: object) => declaring({ ...city, failure_strategy })

  it.effect("stops with the reason, and keeps what was refused", () =>
    Effect.gen(function* () {
      const failure = failureOf(yield* tried(failing({}), [final({ city: 1 })]).failure)
      expect(failure).toMatchObject({
        code: "output_type_check_failed",
        message: "city[type_check]: expected string, got int",
        details: {
          type: "output_type_check_failed",
          processData: { payload: { city: 1 }, finish_reason: "tool_calls" },
          metadata: {
            attempt: 0,
            output_type_check: { passed: false, results: [{ name: "city", status: "type_check_failed" }] },
            output_failure_decision: "fail_node",
            output_failure_reason: "city[type_check]: expected string, got int"
          }
        }
      })
      expect(failure.details.outputs).toBeUndefined()
    })
  )

  it.effect("asks for the fail branch by its own code", () =>
    Effect.gen(function* () {
      const failure = failureOf(yield* tried(failing({ on_failure: "fail_branch" }), [{ text: "?" }]).failure)
      expect(failure).toMatchObject({
        code: "output_type_check_failed_fail_branch",
        message: "city[type_check]: Backend output is not a JSON object.",
        details: {
          type: "output_type_check_failed_fail_branch",
          metadata: { output_failure_decision: "take_fail_branch" }
        }
      })
    })
  )

  it.effect("takes default values for the failed outputs only, and says that it did", () =>
    Effect.gen(function* () {
      const byDefault = (default_value: unknown) => ({
        failure_strategy: { on_failure: "default_value", default_value }
      })
      const link = { transfer_method: "remote_url", url: "https://a.test/x.png" }
      const outputs = [
        { ...city, ...byDefault("Paris") },
        { name: "picture", type: "file", ...byDefault(link) },
        { name: "size", type: "number", ...byDefault(7) }
      ]
      const result = yield* tried(declaring(...outputs), [final({ city: 1, size: 3, more: true })]).outcome
      expect(result.outputs).toMatchObject({ city: "Paris", size: 3, more: true })
      expect(result.outputs.picture).toBeInstanceOf(FileValue)
      expect(result.metadata).toMatchObject({
        output_failure_decision: "use_default",
        output_type_check: {
          passed: false,
          results: [{ status: "type_check_failed" }, { status: "type_check_failed" }, { status: "ready" }]
        }
      })
    })
  )

  it.effect("a text becomes text and anything else result, beside the defaults", () =>
    Effect.gen(function* () {
      const data = failing({ on_failure: "default_value", default_value: "Paris" })
      expect((yield* tried(data, [{ text: "I do not know" }]).outcome).outputs).toEqual(
        expect.objectContaining({ text: "I do not know", city: "Paris" })
      )
      expect((yield* tried(data, [final([1])]).outcome).outputs).toEqual(
        expect.objectContaining({ result: [1], city: "Paris" })
      )
    })
  )

  it.effect("is asked again with its history, after the interval, under a key of its own", () =>
    Effect.gen(function* () {
      const retry = { enabled: true, max_retries: 2, retry_interval_ms: 1000 }
      const { outcome, requests, signals } = tried(failing({ retry }), [
        final({}),
        final({ city: 1 }),
        final({ city: "Rome" })
      ])
      const fiber = yield* Effect.forkChild(outcome)
      yield* TestClock.adjust(999)
      expect(requests).toHaveLength(1)
      yield* TestClock.adjust(1)
      expect(requests).toHaveLength(2)
      yield* TestClock.adjust(1000)
      const result = yield* Fiber.join(fiber)
      expect(result.outputs).toEqual(expect.objectContaining({ city: "Rome" }))
      expect(result.metadata).toMatchObject({ attempt: 2, output_type_check: { passed: true } })
      expect(result.metadata).not.toHaveProperty("output_failure_decision")
      expect(requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
        "r:root/a",
        "r:root/a:retry-1",
        "r:root/a:retry-2"
      ])
      const history = requests[2]?.messages.slice(2).map(({ role, content }) => `${role}: ${JSON.stringify(content)}`)
      expect(history).toEqual([
        'assistant: "{}"',
        expect.stringContaining("Required output 'city' is missing from backend payload."),
        'assistant: "{\\"city\\": 1}"',
        expect.stringContaining("expected string, got int")
      ])
      const logs = signals.map((signal) =>
        signal.kind === "log" ? [signal.data.label, signal.data.status] : signal.kind
      )
      expect(logs).toEqual([
        ["Attempt 1", "start"],
        ["Attempt 1", "error"],
        ["Attempt 2", "start"],
        ["Attempt 2", "error"],
        ["Attempt 3", "start"],
        ["Attempt 3", "success"]
      ])
    })
  )

  it.effect("gives up after the last retry", () =>
    Effect.gen(function* () {
      const { failure, requests } = tried(failing({ retry: { enabled: true, max_retries: 1 } }), [final({}), final({})])
      expect(failureOf(yield* failure)).toMatchObject({
        details: { metadata: { attempt: 1, output_failure_decision: "fail_node" } }
      })
      expect(requests).toHaveLength(2)
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
      const { failure, requests } = tried(data, [{ text: "never" }])
      expect(failureOf(yield* failure)).toMatchObject({ code, details: { type: code } })
      expect(requests).toEqual([])
    })
  )

  it.effect("a model's own error goes through, and no output retry follows it", () =>
    Effect.gen(function* () {
      const data = declaring({ ...city, failure_strategy: { retry: { enabled: true, max_retries: 3 } } })
      const { failure, requests } = tried(data, [{ error: new ModelServerFailed({ message: "overloaded" }) }])
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
      const { metadata } = yield* tried(agent({}, soul), [{ text: "Hi" }]).outcome
      expect(metadata?.warnings).toEqual([
        { code: "agent_backend_layer_not_available", message: expect.stringContaining("knowledge") }
      ])
    })
  )
})

describe("hostile answers", () => {
  it.effect("names such as __proto__ are outputs, not prototypes", () =>
    Effect.gen(function* () {
      const arguments_ = '{"city": "Rome", "__proto__": {"polluted": true}, "constructor": 1}'
      const call = { id: "1", name: "final_output", arguments: arguments_ }
      const { outputs } = yield* tried(declaring(city), [{ toolCalls: [call] }]).outcome
      expect(Object.keys(outputs)).toEqual(["city", "__proto__", "constructor"])
      expect(Object.getPrototypeOf(outputs)).toBeNull()
      expect("polluted" in {}).toBe(false)
    })
  )

  it.effect("5,000 levels of JSON are refused, not fatal", () =>
    Effect.gen(function* () {
      const deep = `{"city": ${"[".repeat(5000)}${"]".repeat(5000)}}`
      const call = { id: "1", name: "final_output", arguments: deep }
      for (const answer of [{ toolCalls: [call] }, { text: deep }]) {
        expect(failureOf(yield* tried(declaring(city), [answer]).failure)).toMatchObject({
          code: "output_type_check_failed",
          message: "city[type_check]: Backend output is not a JSON object."
        })
      }
    })
  )

  it.effect("10 MB of text pass through once, and a retry repeats only the beginning", () =>
    Effect.gen(function* () {
      const long = "x".repeat(10_000_000)
      expect((yield* tried(agent(), [{ text: long }]).outcome).outputs.text).toHaveLength(long.length)
      const retry = { ...city, failure_strategy: { retry: { enabled: true, max_retries: 1 } } }
      const { outcome, requests } = tried(declaring(retry), [{ text: long }, final({ city: "Rome" })])
      yield* outcome
      expect(JSON.stringify(requests[1]?.messages).length).toBeLessThan(20_000)
    })
  )

  it.effect("a file of another tenant, named by the model, is not accessible", () =>
    Effect.gen(function* () {
      const stolen = Buffer.from('{"record_id":"7c1d3a8e-0000-4000-8000-00000000beef"}').toString("base64")
      const mapping = { transfer_method: "tool_file", reference: `dify-file-ref:${stolen}` }
      const { failure } = tried(declaring({ name: "doc", type: "file" }), [final({ doc: mapping })])
      expect(failureOf(yield* failure).message).toBe(
        `doc[type_check]: file reference '${mapping.reference}' is not accessible to tenant 'local'`
      )
    })
  )

  it.effect("a call of another tool hands over nothing", () =>
    Effect.gen(function* () {
      const call = { id: "1", name: "rm_rf", arguments: '{"city": "Rome"}' }
      const { code } = failureOf(yield* tried(declaring(city), [{ toolCalls: [call] }]).failure)
      expect(code).toBe("output_type_check_failed")
    })
  )

  it.effect("arguments that are no JSON are refused, even where plain text would do", () =>
    Effect.gen(function* () {
      const call = { id: "1", name: "final_output", arguments: "{oops" }
      const { code } = failureOf(yield* tried(agent(), [{ toolCalls: [call] }]).failure)
      expect(code).toBe("output_type_check_failed")
    })
  )
})

describe("a mocked agent", () => {
  const mocked = (data: unknown, answer: ValueObject) => Result.getOrThrow(agentV2.decode(data)).mock(answer)
  const statuses = (data: unknown, answer: ValueObject) => {
    const check = JSON.parse(JSON.stringify(mocked(data, answer).metadata?.output_type_check))
    return check.results.map(({ status }: { status: string }) => status)
  }
  const declared = declaring(city, { name: "size", type: "number", required: false })

  it("its example is what the default mock gives", () => {
    const { config, outputs } = agentV2.description.example
    expect({ ...mocked(config, agentV2.description.mockDefault ?? {}).outputs }).toEqual(outputs)
  })

  it("the default mock gives every declared output a value of its type", () => {
    const types = ["string", "number", "boolean", "object", "array", "file"]
    const data = declaring(...types.map((type) => ({ name: `a_${type}`, type })))
    expect(new Set(statuses(data, agentV2.description.mockDefault ?? {}))).toEqual(new Set(["ready"]))
  })

  it("the default mock keeps the files it gives", () => {
    const data = declaring(city, { name: "files", type: "array", array_item: { type: "string" } })
    expect({ ...mocked(data, { output: "Rome", files: ["a"] }).outputs }).toEqual({ city: "Rome", files: ["a"] })
  })

  it("a mock's keys are the outputs, checked as a model's", () => {
    expect({ ...mocked(declared, { city: "Rome", more: 1 }).outputs }).toEqual({ city: "Rome", more: 1 })
    expect(statuses(declared, { city: "Rome" })).toEqual(["ready", "not_produced"])
    expect(statuses(declared, { city: 1, size: true })).toEqual(["type_check_failed", "type_check_failed"])
    expect(mocked(declared, { city: 1 }).outputs.city).toBe(1)
    expect(statuses(agent(), { text: "Hi" })).toEqual(["ready", "not_produced", "not_produced"])
  })

  it("takes defaults as a run would", () => {
    const strategy = { retry: { enabled: true, max_retries: 9 }, on_failure: "default_value", default_value: "Paris" }
    const result = mocked(declaring({ ...city, failure_strategy: strategy }), { city: 1 })
    expect(result.outputs.city).toBe("Paris")
    expect(result.metadata).toMatchObject({
      output_failure_decision: "use_default",
      output_type_check: { passed: false }
    })
  })
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
