import { assert, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { KnowledgeById } from "../../knowledge/knowledge_bases.ts"
import type { Value } from "../../value/value.ts"
import { NodeFailure } from "../node_failure.ts"
import { foundIn, searchData, titlesIn, trySearch } from "./_test_try_search.ts"

const animals = [
  { title: "Cats", content: "Cats purr.", id: "c", metadata: { year: 2024, tag: "pet" } },
  { title: "Dogs", content: "Dogs bark and do not purr.", metadata: { year: 2020, tag: "pet" } },
  { title: "Cars", content: "Cars purr, some say.", metadata: { tag: "thing" } }
]

const searched = (bases: KnowledgeById, more: object = {}, query: Value = "how do cats purr?") =>
  Effect.map(trySearch(bases, more, query), ({ outcome }) => outcome)

describe("knowledge bases of the host", () => {
  it.effect("are searched by words; the result is Dify's", () =>
    Effect.gen(function* () {
      const outcome = yield* searched({ d1: animals, d2: [{ content: "Nothing about it." }] })
      expect(titlesIn(outcome)).toEqual(["Cats", "Dogs", "Cars"])
      expect(foundIn(outcome)[0]).toMatchObject({
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
      const multiple = (more: object) => ({
        multiple_retrieval_config: { ...searchData.multiple_retrieval_config, ...more }
      })
      expect(titlesIn(yield* searched({ "*": animals }, multiple({ top_k: 1 })))).toEqual(["Cats"])
      expect(titlesIn(yield* searched({ d1: animals, d2: [] }, multiple({ score_threshold: 0.99 })))).toEqual([])
    })
  )

  it.effect("documents that stand for several ids are found once", () =>
    Effect.gen(function* () {
      expect(titlesIn(yield* searched({ "*": animals }))).toEqual(["Cats", "Dogs", "Cars"])
    })
  )

  it.effect("can have a name", () =>
    Effect.gen(function* () {
      const outcome = yield* searched({ d1: { name: "Animals", base: animals }, d2: [] })
      expect(foundIn(outcome)[0]).toMatchObject({ metadata: { dataset_id: "d1", dataset_name: "Animals" } })
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
      expect(new Set(titlesIn(yield* searched({ d1: animals, d2: [] }, more)))).toEqual(new Set(expected))
      const off = { ...more, metadata_filtering_mode: "disabled" }
      expect(titlesIn(yield* searched({ d1: animals, d2: [] }, off))).toHaveLength(3)
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
      expect(foundIn(outcome)).toMatchObject([{ content: "first" }, { content: "second" }, { content: "third" }])
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
