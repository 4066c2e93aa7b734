import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { KnowledgeBases, type KnowledgeById } from "../knowledge/knowledge_bases.ts"
import { float, type Value } from "../value/value.ts"
import { isValueObject } from "../value/value_object.ts"
import { bindNode, runNode, tryNode } from "./_try_node.ts"
import { knowledgeRetrieval } from "./knowledge_retrieval.ts"
import { NodeFailure } from "./node_failure.ts"
import { NodeRegistry } from "./node_registry.ts"

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
        expect(yield* node.requirements ?? Effect.succeed(["?"])).toEqual([])
        expect(tryNode(knowledgeRetrieval, { ...data, query_variable_selector })).toEqual({ outputs: {} })
      })
  )
})

const searched = (bases: KnowledgeById, more: object = {}, query: Value = "how do cats purr?") =>
  Effect.gen(function* () {
    const found = (yield* NodeRegistry).find("knowledge-retrieval", "1")
    return found === undefined
      ? yield* Effect.die("no node")
      : yield* runNode(found, { ...data, ...more }, { start: { query, year: 2024, file: null } })
  }).pipe(Effect.provide(NodeRegistry.layer([knowledgeRetrieval]).pipe(Layer.provide(KnowledgeBases.layer(bases)))))

const resultOf = (outcome: unknown): ReadonlyArray<Value> => {
  const outputs: unknown =
    typeof outcome === "object" && outcome !== null && "outputs" in outcome ? outcome.outputs : {}
  const result: unknown = typeof outputs === "object" && outputs !== null && "result" in outputs ? outputs.result : []
  return Array.isArray(result) ? result : []
}

const animals = [
  { title: "Cats", content: "Cats purr.", id: "c", metadata: { year: 2024, tag: "pet" } },
  { title: "Dogs", content: "Dogs bark and do not purr.", metadata: { year: 2020, tag: "pet" } },
  { title: "Cars", content: "Cars purr, some say.", metadata: { tag: "thing" } }
]

const titles = (outcome: unknown) => resultOf(outcome).map((item) => (isValueObject(item) ? item.title : item))

describe("knowledge bases of the host", () => {
  it.effect("are searched by words; the result is Dify's", () =>
    Effect.gen(function* () {
      const outcome = yield* searched({ d1: animals, d2: [{ content: "Nothing about it." }] })
      expect(titles(outcome)).toEqual(["Cats", "Dogs", "Cars"])
      expect(resultOf(outcome)[0]).toMatchObject({
        title: "Cats",
        content: "Cats purr.",
        files: null,
        summary: null,
        metadata: {
          _source: "knowledge",
          dataset_id: "d1",
          document_id: "c",
          document_name: "Cats",
          retriever_from: "workflow",
          doc_metadata: { year: 2024, tag: "pet" },
          position: 1
        }
      })
      expect(outcome).toMatchObject({ inputs: { query: "how do cats purr?", attachments: [] } })
    })
  )

  it.effect("are kept to the best and to the threshold", () =>
    Effect.gen(function* () {
      const multiple = (more: object) => ({ multiple_retrieval_config: { ...data.multiple_retrieval_config, ...more } })
      expect(titles(yield* searched({ "*": animals }, multiple({ top_k: 1 })))).toEqual(["Cats"])
      expect(titles(yield* searched({ d1: animals, d2: [] }, multiple({ score_threshold: 0.99 })))).toEqual([])
    })
  )

  const filters: ReadonlyArray<readonly [string, unknown, ReadonlyArray<string>]> = [
    ["=", "{{#start.year#}}", ["Cats"]],
    ["<", "2024", ["Dogs"]],
    ["≥", 2020, ["Cats", "Dogs"]],
    ["empty", null, ["Cars"]],
    ["not empty", null, ["Cats", "Dogs"]],
    ["after", "2020-01-01", []],
    ["in", ["2020", "2024"], ["Cats", "Dogs"]]
  ]
  it.effect.each(filters)("are filtered by metadata: year %s %j", ([comparison_operator, value, expected]) =>
    Effect.gen(function* () {
      const conditions = [{ name: "year", comparison_operator, value }]
      const more = { metadata_filtering_mode: "manual", metadata_filtering_conditions: { conditions } }
      expect(new Set(titles(yield* searched({ d1: animals, d2: [] }, more)))).toEqual(new Set(expected))
      const off = { ...more, metadata_filtering_mode: "disabled" }
      expect(titles(yield* searched({ d1: animals, d2: [] }, off))).toHaveLength(3)
    })
  )

  it.effect("can be a search of their own", () =>
    Effect.gen(function* () {
      const calls: Array<unknown> = []
      const own: KnowledgeById = {
        d1: (query, { knowledge, top }) => {
          calls.push([query, knowledge, top])
          return [
            { content: "second", score: 0.2 },
            { content: "first", score: 0.9 }
          ]
        },
        d2: () => Promise.resolve([{ content: "third", score: 0.1 }])
      }
      const outcome = yield* searched(own, {}, "q")
      expect(calls).toEqual([["q", "d1", 4]])
      expect(resultOf(outcome)).toMatchObject([{ content: "first" }, { content: "second" }, { content: "third" }])
    })
  )

  const refusals: ReadonlyArray<readonly [string, object, Value, object]> = [
    [
      "a query that is no text",
      {},
      5,
      { code: "retrieval_input_invalid", message: "Query variable is not string type." }
    ],
    [
      "attachments that are no files",
      { query_attachment_selector: ["start", "year"] },
      "q",
      { code: "retrieval_input_invalid", message: "Attachments variable is not array file or file type." }
    ],
    [
      "a mode without its settings",
      { multiple_retrieval_config: null },
      "q",
      { code: "retrieval_config_missing", message: "multiple_retrieval_config is required" }
    ],
    ["a base that is not there", { dataset_ids: ["d1", "gone"] }, "q", { code: "retrieval_not_mapped" }]
  ]
  it.effect.each(refusals)("refuse %s", ([, more, query, error]) =>
    Effect.gen(function* () {
      expect(yield* searched({ d1: animals, d2: [] }, more, query)).toMatchObject({ error })
    })
  )

  it.effect("an empty query finds nothing and asks nobody", () =>
    Effect.gen(function* () {
      const never: KnowledgeById = {
        "*": () => {
          throw new Error("asked")
        }
      }
      expect(yield* searched(never, {}, "")).toMatchObject({ outputs: { result: [] } })
    })
  )

  it.effect("hostile searches: what they throw and what is no document are failures, not crashes", () =>
    Effect.gen(function* () {
      const findings: ReadonlyArray<unknown> = [
        [{ content: 5, score: 1 }],
        [{ content: "x", score: Number.NaN }],
        [{ content: "x", score: 1, metadata: { a: () => 1 } }],
        [null],
        "text",
        undefined
      ]
      for (const found of findings) {
        // Hosts without types may return anything.
        const own = { "*": JSON.parse("null") ?? (() => found) }
        const outcome = yield* searched(own)
        assert(outcome instanceof NodeFailure, String(found))
        expect(outcome.error.code).toBe("retrieval_failed")
      }
    })
  )
})
