import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { FileValue } from "../../value/file_value.ts"
import { agent, city, declaring, failureOf, final, tryAgent } from "./_test_try_agent.ts"

describe("the outputs of an agent", () => {
  const file = { transfer_method: "remote_url", url: "https://a.test/dir/r%C3%A9sum%C3%A9.pdf?x=1" }

  it.effect("declared files become files, other keys stay what they are", () =>
    Effect.gen(function* () {
      const outputs = [
        { name: "doc", type: "file" },
        { name: "docs", type: "array", array_item: { type: "file" } },
        { name: "raw", type: "object" }
      ]
      const result = yield* tryAgent(declaring(...outputs), [final({ doc: file, docs: [file], raw: file, more: file })])
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
      const result = yield* tryAgent(declaring(retry), answers).outcome
      expect(result.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 })
      expect(result.metadata).toMatchObject({ total_tokens: 10, attempt: 1 })
    })
  )
})

describe("an agent whose outputs fail", () => {
  const failing = (failure_strategy: object) => declaring({ ...city, failure_strategy })

  it.effect("stops with the reason, and keeps what was refused", () =>
    Effect.gen(function* () {
      const failure = failureOf(yield* tryAgent(failing({}), [final({ city: 1 })]).failure)
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
      const failure = failureOf(yield* tryAgent(failing({ on_failure: "fail_branch" }), [{ text: "?" }]).failure)
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
      const result = yield* tryAgent(declaring(...outputs), [final({ city: 1, size: 3, more: true })]).outcome
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
      expect((yield* tryAgent(data, [{ text: "I do not know" }]).outcome).outputs).toEqual(
        expect.objectContaining({ text: "I do not know", city: "Paris" })
      )
      expect((yield* tryAgent(data, [final([1])]).outcome).outputs).toEqual(
        expect.objectContaining({ result: [1], city: "Paris" })
      )
    })
  )

  it.effect("is asked again with its history, after the interval, under a key of its own", () =>
    Effect.gen(function* () {
      const retry = { enabled: true, max_retries: 2, retry_interval_ms: 1000 }
      const { outcome, requests, signals } = tryAgent(failing({ retry }), [
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
      const { failure, requests } = tryAgent(failing({ retry: { enabled: true, max_retries: 1 } }), [
        final({}),
        final({})
      ])
      expect(failureOf(yield* failure)).toMatchObject({
        details: { metadata: { attempt: 1, output_failure_decision: "fail_node" } }
      })
      expect(requests).toHaveLength(2)
    })
  )
})

describe("hostile answers", () => {
  it.effect("names such as __proto__ are outputs, not prototypes", () =>
    Effect.gen(function* () {
      const arguments_ = '{"city": "Rome", "__proto__": {"polluted": true}, "constructor": 1}'
      const call = { id: "1", name: "final_output", arguments: arguments_ }
      const { outputs } = yield* tryAgent(declaring(city), [{ toolCalls: [call] }]).outcome
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
        expect(failureOf(yield* tryAgent(declaring(city), [answer]).failure)).toMatchObject({
          code: "output_type_check_failed",
          message: "city[type_check]: Backend output is not a JSON object."
        })
      }
    })
  )

  it.effect("10 MB of text pass through once, and a retry repeats only the beginning", () =>
    Effect.gen(function* () {
      const long = "x".repeat(10_000_000)
      expect((yield* tryAgent(agent(), [{ text: long }]).outcome).outputs.text).toHaveLength(long.length)
      const retry = { ...city, failure_strategy: { retry: { enabled: true, max_retries: 1 } } }
      const { outcome, requests } = tryAgent(declaring(retry), [{ text: long }, final({ city: "Rome" })])
      yield* outcome
      expect(JSON.stringify(requests[1]?.messages).length).toBeLessThan(20_000)
    })
  )

  it.effect("a file of another tenant, named by the model, is not accessible", () =>
    Effect.gen(function* () {
      const stolen = Buffer.from('{"record_id":"7c1d3a8e-0000-4000-8000-00000000beef"}').toString("base64")
      const mapping = { transfer_method: "tool_file", reference: `dify-file-ref:${stolen}` }
      const { failure } = tryAgent(declaring({ name: "doc", type: "file" }), [final({ doc: mapping })])
      expect(failureOf(yield* failure).message).toBe(
        `doc[type_check]: file reference '${mapping.reference}' is not accessible to tenant 'local'`
      )
    })
  )

  it.effect("a call of another tool hands over nothing", () =>
    Effect.gen(function* () {
      const call = { id: "1", name: "rm_rf", arguments: '{"city": "Rome"}' }
      const { code } = failureOf(yield* tryAgent(declaring(city), [{ toolCalls: [call] }]).failure)
      expect(code).toBe("output_type_check_failed")
    })
  )

  it.effect("arguments that are no JSON are refused, even where plain text would do", () =>
    Effect.gen(function* () {
      const call = { id: "1", name: "final_output", arguments: "{oops" }
      const { code } = failureOf(yield* tryAgent(agent(), [{ toolCalls: [call] }]).failure)
      expect(code).toBe("output_type_check_failed")
    })
  )
})
