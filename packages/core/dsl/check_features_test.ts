import { assert, describe, it } from "@effect/vitest"
import { node, places, readGraph } from "./_test_file.ts"

const warnings = (features: unknown) => readGraph([node("s", "start")], [], { features }).problems

describe("features of an app", () => {
  it("that are on and do nothing here are told, each at its place", () => {
    const problems = warnings({
      sensitive_word_avoidance: { enabled: true, type: "keywords" },
      annotation_reply: { enabled: true },
      opening_statement: "Hi",
      retriever_resource: { enabled: true }
    })
    assert.deepStrictEqual(places(problems), [
      "dsl_feature_unsupported /workflow/features/sensitive_word_avoidance",
      "dsl_feature_unsupported /workflow/features/annotation_reply"
    ])
    assert.isTrue(problems.every(({ severity }) => severity === "warning"))
    assert.include(problems[0]?.message, "moderation does not run here")
  })

  it("that are off, or are no features, are nothing", () => {
    for (const features of [
      { sensitive_word_avoidance: { enabled: false } },
      { annotation_reply: [] },
      [],
      null,
      "x"
    ]) {
      assert.deepStrictEqual(warnings(features), [])
    }
  })
})
