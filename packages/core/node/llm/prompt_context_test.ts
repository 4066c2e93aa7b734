import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Value } from "../../value/value.ts"
import { failureOf, llmData, resultOf, tryLlm } from "./_try_llm.ts"

const data = llmData({
  prompt_template: [{ role: "user", text: "[{{#context#}}]" }],
  context: { enabled: true, variable_selector: ["k", "result"] }
})

const asked = (result: Value) =>
  Effect.map(tryLlm(data, { k: { result } }), (trial) => ({
    content: trial.requests[0]?.messages[0]?.content,
    shown: resultOf(trial).inputs?.["#context#"]
  }))

describe("the context of a prompt", () => {
  it.effect("is a text, or the texts and contents of a list with their summaries", () =>
    Effect.gen(function* () {
      expect(yield* asked("facts")).toEqual({ content: "[facts]", shown: "facts" })
      const found = [
        " a",
        { content: "b", metadata: { _source: "knowledge" } },
        { content: "c", summary: "S" },
        { content: 1, summary: "" },
        { content: null }
      ]
      const text = "a\nb\nS\nc\n1\nNone"
      expect(yield* asked(found)).toEqual({ content: `[${text}]`, shown: text })
    })
  )

  it.effect("is empty without a value, with another type, or when it is off", () =>
    Effect.gen(function* () {
      for (const value of [null, 5, { content: "x" }, [], ""]) {
        expect(yield* asked(value)).toEqual({ content: "[]", shown: undefined })
      }
      const off = llmData({
        prompt_template: [{ role: "user", text: "[{{#context#}}]" }],
        context: { enabled: false, variable_selector: ["k", "result"] }
      })
      const trial = yield* tryLlm(off, { k: { result: "facts" } })
      assert.strictEqual(trial.requests[0]?.messages[0]?.content, "[]")
    })
  )

  it.effect("items without content are InvalidContextStructureError", () =>
    Effect.gen(function* () {
      const cases: ReadonlyArray<readonly [Value, string]> = [
        [{ title: "x" }, "{'title': 'x'}"],
        [5, "5"],
        [null, "None"],
        [["a"], "['a']"]
      ]
      for (const [item, shown] of cases) {
        const failure = failureOf(yield* tryLlm(data, { k: { result: [item] } }))
        assert.strictEqual(failure.error.code, "prompt_context_invalid")
        assert.strictEqual(failure.details.type, "InvalidContextStructureError")
        assert.strictEqual(failure.error.message, `Invalid context structure: ${shown}`)
      }
    })
  )

  it.effect("a hostile item of a megabyte does not make a message of a megabyte", () =>
    Effect.gen(function* () {
      const failure = failureOf(yield* tryLlm(data, { k: { result: [{ x: "y".repeat(1_000_000) }] } }))
      assert.isBelow(failure.error.message.length, 1000)
    })
  )
})
