import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { float } from "../value/value.ts"
import { bindNode, tryNode } from "./_try_node.ts"
import { knowledgeRetrieval } from "./knowledge_retrieval.ts"

const data = {
  type: "knowledge-retrieval",
  title: "Search",
  query_variable_selector: ["start", "query"],
  query_attachment_selector: [],
  dataset_ids: ["d1", "d2"],
  retrieval_mode: "multiple",
  multiple_retrieval_config: {
    top_k: 4,
    score_threshold: null,
    reranking_enable: false,
    reranking_mode: "weighted_score",
    weights: {
      weight_type: "customized",
      keyword_setting: { keyword_weight: 0.3 },
      vector_setting: { vector_weight: float(1), embedding_model_name: "", embedding_provider_name: "" }
    }
  }
}

const decoded = (more: object) => knowledgeRetrieval.decode({ ...data, ...more })._tag

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
      expect(tryNode(knowledgeRetrieval, data)).toMatchObject({ error: { code: "retrieval_not_mapped" } })
      expect(yield* bindNode(knowledgeRetrieval, data).requirements ?? Effect.succeed([])).toMatchObject([
        { kind: "mapping", error: { code: "retrieval_not_mapped", message: expect.stringContaining("d1, d2") } }
      ])
    })
  )

  it.effect.each([null, "", []])(
    "without a query (%j) it needs nothing and produces nothing",
    (query_variable_selector) =>
      Effect.gen(function* () {
        const node = bindNode(knowledgeRetrieval, { ...data, query_variable_selector })
        expect(node.outputs).toEqual([{ name: "result", type: "array", item: "object", required: false }])
        expect(yield* node.requirements ?? Effect.succeed(["?"])).toEqual([])
        expect(tryNode(knowledgeRetrieval, { ...data, query_variable_selector })).toEqual({ outputs: {} })
      })
  )
})
