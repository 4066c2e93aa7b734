import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { ModelRateLimited } from "../../error/model_errors.ts"
import type { KnowledgeById } from "../../knowledge/knowledge_bases.ts"
import { messageText } from "../../model/message_text.ts"
import type { ModelRequest } from "../../model/model_request.ts"
import { NodeFailure } from "../node_failure.ts"
import { titlesIn, trySearch } from "./_test_try_search.ts"

const model = { provider: "openai", name: "m", mode: "chat" }
const single = { retrieval_mode: "single", single_retrieval_config: { model } }
const automatic = { metadata_filtering_mode: "automatic", metadata_model_config: model }

const animals = [
  { title: "Cats", content: "Cats purr.", metadata: { year: 2024, kind: "pet" } },
  { title: "Dogs", content: "Dogs do not purr.", metadata: { year: 2020 } }
]
const machines = [{ title: "Cars", content: "Cars purr, some say.", metadata: { year: 1990 } }]
const bases: KnowledgeById = {
  d1: animals,
  d2: { name: "Machines", description: "all that has an engine", base: machines }
}

const asked = (request: ModelRequest | undefined): string => (request?.messages ?? []).map(messageText).join("\n")

describe("mode single: a model chooses the knowledge base", () => {
  it.effect("by the titles or the description of each, and only that one is searched", () =>
    Effect.gen(function* () {
      const { outcome, requests } = yield* trySearch(bases, single, "what does purr?", [
        { text: 'Surely <think>{"dataset_id": "d1"}</think> {"dataset_id": "d2"}' }
      ])
      expect(titlesIn(outcome)).toEqual(["Cars"])
      expect(requests).toHaveLength(1)
      for (const part of ["what does purr?", '"d1"', "Cats; Dogs", '"Machines"', "all that has an engine"]) {
        assert.include(asked(requests[0]), part)
      }
      expect(outcome).toMatchObject({
        usage: { total_tokens: expect.any(Number) },
        processData: { usage: { total_tokens: expect.any(Number) }, chosen_dataset: expect.stringContaining('"d2"') }
      })
    })
  )

  it.effect("is not asked where there is no choice", () =>
    Effect.gen(function* () {
      const never = [{ error: new ModelRateLimited({ message: "asked" }) }]
      const one = yield* trySearch(bases, { ...single, dataset_ids: ["d1"] }, "what does purr?", never)
      expect([titlesIn(one.outcome), one.requests]).toEqual([["Cats", "Dogs"], []])
      const same = yield* trySearch({ "*": animals }, single, "what does purr?", never)
      expect([titlesIn(same.outcome), same.requests]).toEqual([["Cats", "Dogs"], []])
      expect((yield* trySearch(bases, single, " ", never)).requests).toEqual([])
    })
  )

  it.effect("an answer that names none of them finds nothing, as in Dify", () =>
    Effect.gen(function* () {
      for (const text of [
        '{"dataset_id": null}',
        '{"dataset_id": "d9"}',
        '{"dataset_id": "__proto__"}',
        "d1",
        "[]",
        ""
      ]) {
        const { outcome } = yield* trySearch(bases, single, "what does purr?", [{ text }])
        expect(outcome).toMatchObject({ outputs: { result: [] } })
      }
    })
  )

  it.effect("a model that cannot be asked fails the node", () =>
    Effect.gen(function* () {
      const error = new ModelRateLimited({ message: "too fast" })
      const { outcome } = yield* trySearch(bases, single, "what does purr?", [{ error }])
      assert(outcome instanceof NodeFailure)
      expect(outcome.error).toMatchObject({ code: "model_rate_limited", message: "too fast" })
      expect(outcome.details).toMatchObject({ type: "InvokeRateLimitError", inputs: { query: "what does purr?" } })
    })
  )
})

describe("metadata mode automatic: a model reads the conditions out of the query", () => {
  const filtered = (conditions: unknown, more: object = {}) =>
    trySearch(bases, { ...automatic, ...more }, "what did purr in 2024?", [{ text: JSON.stringify({ conditions }) }])

  it.effect("and is told which fields there are", () =>
    Effect.gen(function* () {
      const { outcome, requests } = yield* filtered([{ name: "year", comparison_operator: "=", value: 2024 }])
      expect(titlesIn(outcome)).toEqual(["Cats"])
      assert.include(asked(requests[0]), '"fields": ["year", "kind"]')
      expect(outcome).toMatchObject({ processData: { metadata_filter: expect.stringContaining("2024") } })
    })
  )

  it.effect("they are joined by or, unless the node says and", () =>
    Effect.gen(function* () {
      const conditions = [
        { name: "year", comparison_operator: "<", value: "2000" },
        { name: "kind", comparison_operator: "is", value: "pet" }
      ]
      expect(new Set(titlesIn((yield* filtered(conditions)).outcome))).toEqual(new Set(["Cats", "Cars"]))
      const and = { metadata_filtering_conditions: { logical_operator: "and" } }
      expect(titlesIn((yield* filtered(conditions, and)).outcome)).toEqual([])
    })
  )

  it.effect("what is no condition, and an answer that is none, filters nothing", () =>
    Effect.gen(function* () {
      const answers = [
        [],
        null,
        [{ name: "colour", comparison_operator: "is", value: "red" }],
        [{ name: "year", comparison_operator: "like", value: 1 }, "x", null]
      ]
      for (const conditions of answers) expect(titlesIn((yield* filtered(conditions)).outcome)).toHaveLength(3)
      const { outcome } = yield* trySearch(bases, automatic, "what does purr?", [{ text: "no idea" }])
      expect(titlesIn(outcome)).toHaveLength(3)
    })
  )

  it.effect("hostile answer: a reference in it names no variable", () =>
    Effect.gen(function* () {
      const { outcome } = yield* filtered([{ name: "year", comparison_operator: "is", value: "{{#env.secret#}}" }])
      expect(titlesIn(outcome)).toEqual([])
    })
  )

  it.effect("needs a model, and something that is known of the documents", () =>
    Effect.gen(function* () {
      const without = yield* trySearch(bases, { ...automatic, metadata_model_config: null })
      expect(without.outcome).toMatchObject({
        error: { code: "retrieval_config_missing", message: "metadata_model_config is required for this method" },
        details: { type: "ValueError" }
      })
      const before = yield* trySearch(bases, { ...single, ...automatic, metadata_model_config: null })
      expect(before.requests).toEqual([])
      const own: KnowledgeById = { "*": () => [{ content: "x", score: 1 }] }
      const { outcome, requests } = yield* trySearch(own, automatic)
      expect([titlesIn(outcome), requests]).toEqual([["", ""], []])
    })
  )

  it.effect("comes after the choice, and both are paid for", () =>
    Effect.gen(function* () {
      const usage = { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 }
      const { outcome, requests } = yield* trySearch(bases, { ...single, ...automatic }, "what does purr?", [
        { call: 1, text: '{"dataset_id": "d2"}', usage },
        { call: 2, text: '{"conditions": []}', usage }
      ])
      assert.include(asked(requests[1]), '"fields": ["year"]')
      expect(new Set(requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
      expect(outcome).toMatchObject({ usage: { total_tokens: 6 }, processData: { usage: { total_tokens: 6 } } })
    })
  )
})
