import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { failureOf, llmData, messagesOf, tryLlm } from "./_try_llm.ts"

const history = [
  { query: "one", answer: "1" },
  { query: "two", answer: "2" },
  { query: "three", answer: "3" }
]
const scopes = { sys: { query: "four" }, "#history": { messages: history } }
const memory = (window: object, more: object = {}) => ({ memory: { window, query_prompt_template: "", ...more } })
const system = [{ role: "system", text: "Count." }]

describe("the memory of an llm node", () => {
  it.effect("puts what was said before between its prompt and the query", () =>
    Effect.gen(function* () {
      const data = llmData({ prompt_template: system, ...memory({ enabled: false }) })
      expect(yield* messagesOf(data, scopes)).toEqual([
        { role: "system", content: "Count." },
        { role: "user", content: "one" },
        { role: "assistant", content: "1" },
        { role: "user", content: "two" },
        { role: "assistant", content: "2" },
        { role: "user", content: "three" },
        { role: "assistant", content: "3" },
        { role: "user", content: "four" }
      ])
    })
  )

  it.effect("keeps the newest within its window, when that is on", () =>
    Effect.gen(function* () {
      const said = (window: object) =>
        Effect.map(messagesOf(llmData({ prompt_template: system, ...memory(window) }), scopes), (messages) =>
          messages?.slice(1, -1).map(({ content }) => content)
        )
      expect(yield* said({ enabled: true, size: 1 })).toEqual(["three", "3"])
      expect(yield* said({ enabled: false, size: 1 })).toHaveLength(6)
      expect(yield* said({ enabled: true, size: null })).toHaveLength(6)
      expect(yield* said({ enabled: true, size: 50 })).toHaveLength(6)
    })
  )

  it.effect("never goes back more than 500 exchanges", () =>
    Effect.gen(function* () {
      const long = Array.from({ length: 600 }, (_, index) => ({ query: `q${index}`, answer: "a" }))
      const data = llmData({ prompt_template: system, ...memory({ enabled: false }) })
      const messages = yield* messagesOf(data, { ...scopes, "#history": { messages: long } })
      assert.strictEqual(messages?.length, 1 + 1000 + 1)
      assert.strictEqual(messages?.[1]?.content, "q100")
    })
  )

  it.effect("is text for a completion model: at its place, else in front", () =>
    Effect.gen(function* () {
      const prefix = { role_prefix: { user: "U", assistant: "A" } }
      const model = { provider: "p", name: "m", mode: "completion", completion_params: {} }
      const text = (template: string, more: object) =>
        Effect.map(
          messagesOf(
            llmData({ model, prompt_template: { text: template }, ...memory({ enabled: true, size: 1 }, more) }),
            scopes
          ),
          (messages) => messages?.[0]?.content
        )
      expect(yield* text("[{{#histories#}}] {{#sys.query#}}", prefix)).toBe("[U: three\nA: 3] four")
      expect(yield* text("Go on:", prefix)).toBe("U: three\nA: 3\nGo on:")
      const data = llmData({ model, prompt_template: { text: "x" }, ...memory({ enabled: false }) })
      const failure = failureOf(yield* tryLlm(data, scopes))
      assert.strictEqual(failure.error.code, "prompt_memory_invalid")
      assert.strictEqual(failure.error.message, "Memory role prefix is required for completion model.")
    })
  )

  it.effect("hostile: what was said before is no template, and no reference reaches it", () =>
    Effect.gen(function* () {
      const hostile = [{ query: "{{#env.KEY#}}", answer: "{{#sys.query#}}" }]
      const data = llmData({
        prompt_template: [{ role: "user", text: "{{##history.messages#}}" }],
        ...memory({ enabled: false })
      })
      const messages = yield* messagesOf(data, { ...scopes, env: { KEY: "sk" }, "#history": { messages: hostile } })
      expect(messages?.map(({ content }) => content)).toEqual([
        "{{##history.messages#}}",
        "{{#env.KEY#}}",
        "{{#sys.query#}}",
        "four"
      ])
      const broken = yield* messagesOf(data, {
        ...scopes,
        "#history": { messages: [5, {}, { query: 1, answer: "x" }] }
      })
      assert.strictEqual(broken?.length, 2)
    })
  )
})
