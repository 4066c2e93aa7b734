import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { LanguageModels } from "../model/language_models.ts"
import { bindNode } from "./_try_node.ts"
import { searchData as data, trySearch } from "./knowledge/_test_try_search.ts"
import { knowledgeRetrieval } from "./knowledge_retrieval.ts"

const decoded = (more: object) => knowledgeRetrieval.decode({ ...data, ...more })._tag

const requirementsOf = (more: object) => {
  const { requirements } = bindNode(knowledgeRetrieval, { ...data, ...more })
  return Effect.provide(requirements ?? Effect.succeed([]), LanguageModels.layerNone)
}

describe("a knowledge retrieval", () => {
  it("its example is what the default mock gives", () => {
    const { example, mockDefault } = knowledgeRetrieval.description
    expect(bindNode(knowledgeRetrieval, example.config).mock(mockDefault ?? {}).outputs).toEqual(example.outputs)
  })

  it.each([
    { metadata_filtering_mode: null, metadata_filtering_conditions: null, single_retrieval_config: null },
    { multiple_retrieval_config: null, query_attachment_selector: null, vision: null },
    { multiple_retrieval_config: { top_k: 3, score_threshold: 0.5, reranking_model: { provider: "p", model: "m" } } },
    { retrieval_mode: "single", single_retrieval_config: { model: { provider: "p", name: "m", mode: "chat" } } }
  ])("takes %j", (more) => {
    expect(decoded(more)).toBe("Success")
  })

  it.each([
    { retrieval_mode: "hybrid" },
    { dataset_ids: null },
    { metadata_filtering_conditions: { conditions: [{ name: "a", comparison_operator: "like" }] } }
  ])("refuses %j", (more) => {
    expect(decoded(more)).toBe("Failure")
  })

  it("names the variables of its query, its attachments and its filter", () => {
    const conditions = [
      { name: "year", comparison_operator: ">", value: "{{#start.year#}}" },
      { name: "tag", comparison_operator: "in", value: ["{{#start.tag#}}", "b"] },
      { name: "size", comparison_operator: "=", value: 3 },
      { name: "x", comparison_operator: "empty" }
    ]
    const node = bindNode(knowledgeRetrieval, {
      ...data,
      query_attachment_selector: "sys.files",
      metadata_filtering_conditions: { logical_operator: "or", conditions }
    })
    expect(node.selectors).toEqual([
      ["start", "query"],
      ["sys", "files"],
      ["start", "year"],
      ["start", "tag"]
    ])
  })

  it.effect("says before the run and in the run that no knowledge base is connected", () =>
    Effect.gen(function* () {
      expect((yield* trySearch({})).outcome).toMatchObject({ error: { code: "retrieval_not_mapped" } })
      expect(yield* requirementsOf({})).toMatchObject([
        { kind: "mapping", error: { code: "retrieval_not_mapped", message: expect.stringContaining('"d1", "d2"') } }
      ])
    })
  )

  it.effect.each([null, "", []])(
    "without a query (%j) it needs nothing and produces nothing",
    (query_variable_selector) =>
      Effect.gen(function* () {
        const node = bindNode(knowledgeRetrieval, { ...data, query_variable_selector })
        expect(node.outputs).toEqual([{ name: "result", type: "array", item: "object", required: false }])
        expect(yield* requirementsOf({ query_variable_selector })).toEqual([])
        expect((yield* trySearch({}, { query_variable_selector })).outcome).toEqual({ outputs: {} })
      })
  )

  const model = { provider: "openai", name: "m", mode: "chat" }
  it.effect("says before the run which models it will ask, and which it will not", () =>
    Effect.gen(function* () {
      const single = { retrieval_mode: "single", single_retrieval_config: { model } }
      const automatic = { metadata_filtering_mode: "automatic", metadata_model_config: model }
      const kinds = (more: object) => Effect.map(requirementsOf(more), (missing) => missing.map(({ kind }) => kind))
      expect(yield* kinds(single)).toEqual(["mapping", "key"])
      expect(yield* kinds({ ...single, dataset_ids: ["d1"] })).toEqual(["mapping"])
      expect(yield* kinds(automatic)).toEqual(["mapping", "key"])
      expect(yield* kinds({ ...automatic, ...single })).toEqual(["mapping", "key", "key"])
      expect(yield* kinds({ metadata_model_config: model, single_retrieval_config: { model } })).toEqual(["mapping"])
    })
  )
})
