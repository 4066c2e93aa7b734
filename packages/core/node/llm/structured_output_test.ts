import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { ModelRequestInvalid } from "../../error/model_errors.ts"
import { failureOf, llmData, resultOf, tryLlm } from "./_try_llm.ts"

const schema = { type: "object", properties: { city: { type: "string" } } }
const wanted = llmData({ structured_output_switch_on: true, structured_output: { schema } })

describe("structured output of an llm node", () => {
  it.effect("asks for the schema and returns text and object", () =>
    Effect.gen(function* () {
      const text = '<think>{"no": 1}</think>```json\n{"city": "Rome"}\n```'
      const trial = yield* tryLlm(wanted, {}, [{ text }])
      expect(trial.requests[0]?.responseFormat).toEqual({ kind: "json_schema", name: "llm_response", schema })
      expect(resultOf(trial).outputs).toMatchObject({ text, structured_output: { city: "Rome" } })
    })
  )

  it.effect("a schema that is no object is refused before anything is asked", () =>
    Effect.gen(function* () {
      for (const structured_output of [{}, { schema: "text" }, { schema: [] }, { schema: null }]) {
        const trial = yield* tryLlm(llmData({ structured_output_switch_on: true, structured_output }))
        const failure = failureOf(trial)
        assert.strictEqual(failure.error.code, "structured_output_schema_invalid")
        assert.strictEqual(
          failure.error.message,
          "Invalid structured output schema (stage=schema, path=$.schema): expected a JSON object"
        )
        assert.strictEqual(failure.details.type, "LLMNodeError")
        assert.strictEqual(trial.requests.length, 0)
      }
    })
  )

  it.effect("an answer without an object fails with it, and keeps its tokens", () =>
    Effect.gen(function* () {
      const failure = failureOf(yield* tryLlm(wanted, {}, [{ text: "no idea" }]))
      assert.strictEqual(failure.error.code, "structured_output_invalid")
      assert.strictEqual(failure.error.message, "Failed to parse structured output: no idea")
      assert.strictEqual(failure.details.type, "LLMNodeError")
      assert.strictEqual(failure.details.usage?.completion_tokens, 2)
    })
  )

  it.effect("a schema that is none of draft 7 is refused before anything is asked", () =>
    Effect.gen(function* () {
      const structured_output = { schema: { type: "object", properties: { a: { type: "nonsense" } } } }
      const trial = yield* tryLlm(llmData({ structured_output_switch_on: true, structured_output }))
      const { code, message } = failureOf(trial).error
      assert.strictEqual(code, "structured_output_schema_invalid")
      assert.strictEqual(
        message,
        "Invalid structured output schema (stage=schema, path=$.schema): properties: type: 'nonsense' is not a type"
      )
      assert.strictEqual(trial.requests.length, 0)
    })
  )

  it.effect("case 59: an answer that does not fit the schema fails with the place", () =>
    Effect.gen(function* () {
      const schema = {
        type: "object",
        required: ["city"],
        properties: { city: { $ref: "#/$defs/name" }, sights: { items: { $ref: "#/$defs/name" } } },
        additionalProperties: false,
        $defs: { name: { type: "string" } }
      }
      const data = llmData({ structured_output_switch_on: true, structured_output: { schema } })
      const answers: ReadonlyArray<readonly [string, string, string]> = [
        ["{}", "$", "'city' is a required property"],
        ["{'city': 5}", "$.city", "5 is not of type 'string'"],
        ['{"city": "Rome", "sights": ["Forum", null]}', "$.sights[1]", "None is not of type 'string'"],
        ['{"city": "Rome", "a b": 1}', "$", "Additional properties are not allowed ('a b' was unexpected)"],
        ["[1, 2]", "$", "'city' is a required property"]
      ]
      for (const [text, path, words] of answers) {
        const failure = failureOf(yield* tryLlm(data, {}, [{ text }]))
        assert.strictEqual(failure.error.code, "structured_output_invalid")
        assert.strictEqual(
          failure.error.message,
          `Structured output validation failed (stage=result, path=${path}): ${words}`
        )
        assert.isAbove(failure.details.usage?.completion_tokens ?? 0, 0)
      }
    })
  )

  it.effect("an answer that is nearly JSON is repaired", () =>
    Effect.gen(function* () {
      const answers: ReadonlyArray<readonly [string, object]> = [
        ["{'city': 'Rome',}", { city: "Rome" }],
        ['{"city": "Rome", "tags": ["a", "b"', { city: "Rome", tags: ["a", "b"] }],
        ["{city: Rome}", { city: "Rome" }],
        ["[{'city': 'Rome'}]", { city: "Rome" }]
      ]
      for (const [text, structured_output] of answers) {
        expect(resultOf(yield* tryLlm(wanted, {}, [{ text }])).outputs).toMatchObject({ structured_output })
      }
    })
  )

  it.effect("a server that refuses schemas is asked again in words, once", () =>
    Effect.gen(function* () {
      const refused = { call: 1, error: new ModelRequestInvalid({ message: "response_format is not supported" }) }
      const prompts: ReadonlyArray<readonly [object, RegExp]> = [
        [{ prompt_template: [{ role: "user", text: "hi" }] }, /^Answer with one JSON object[\s\S]*"city"/],
        [{ prompt_template: [{ role: "system", text: "Be kind." }] }, /"city"[\s\S]*\n\nBe kind\.$/],
        [
          {
            model: { provider: "p", name: "m", mode: "completion", completion_params: {} },
            prompt_template: { text: "hi" }
          },
          /"city"[\s\S]*\n\nhi$/
        ]
      ]
      for (const [more, first] of prompts) {
        const data = { ...wanted, ...more }
        const trial = yield* tryLlm(data, {}, [refused, { text: '{"city": "Rome"}' }])
        expect(resultOf(trial).outputs).toMatchObject({ structured_output: { city: "Rome" } })
        expect(trial.requests.map(({ responseFormat }) => responseFormat?.kind)).toEqual(["json_schema", undefined])
        assert.match(String(trial.requests[1]?.messages[0]?.content), first)
        assert.notStrictEqual(trial.requests[0]?.idempotencyKey, trial.requests[1]?.idempotencyKey)
      }
      const always = { error: new ModelRequestInvalid({ message: "no" }) }
      const trial = yield* tryLlm(wanted, {}, [always])
      assert.strictEqual(failureOf(trial).error.code, "model_request_invalid")
      assert.strictEqual(trial.requests.length, 2)
    })
  )

  it.effect("__proto__ in the answer is a plain key", () =>
    Effect.gen(function* () {
      const trial = yield* tryLlm(wanted, {}, [{ text: '{"__proto__": {"polluted": true}}' }])
      const { structured_output } = resultOf(trial).outputs
      assert.isTrue(typeof structured_output === "object" && Object.hasOwn(structured_output ?? {}, "__proto__"))
      assert.isFalse("polluted" in {})
    })
  )
})
