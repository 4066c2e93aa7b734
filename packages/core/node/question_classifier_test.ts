import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { ValueObject } from "../value/value.ts"
import { bindNode, tryNode } from "./_try_node.ts"
import { questionClassifier } from "./question_classifier.ts"

const data = {
  type: "question-classifier",
  title: "Classify",
  query_variable_selector: ["sys", "query"],
  model: { provider: "openai", name: "gpt-4o", mode: "chat", completion_params: { temperature: 0.7 } },
  classes: [
    { id: "1711528917469", name: "Billing of {{#start.product#}}" },
    { id: "2", name: "Other", label: "Rest" },
    { id: "Other", name: "1711528917469" }
  ],
  instruction: "Mind {{#start.rules#}}",
  instructions: "",
  topics: []
}

describe("a question classifier", () => {
  it("its example is what the default mock gives", () => {
    const { example, mockDefault } = questionClassifier.description
    const result = bindNode(questionClassifier, example.config).mock(mockDefault ?? {})
    expect(result).toEqual({ outputs: example.outputs, handle: "1" })
  })

  it("is a branch of its classes and names the variables it reads", () => {
    const node = bindNode(questionClassifier, data)
    expect(node.description.kind).toBe("branch")
    expect(node.handles).toEqual(["1711528917469", "2", "Other"])
    expect(node.selectors).toEqual([
      ["sys", "query"],
      ["start", "rules"],
      ["start", "product"]
    ])
  })

  const answers: ReadonlyArray<readonly [ValueObject, string, string]> = [
    [{ class_id: "2" }, "2", "Rest"],
    [{ branch: "2" }, "2", "Rest"],
    [{ class_name: "Rest" }, "2", "Rest"],
    [{ class_name: "Billing of {{#start.product#}}" }, "1711528917469", "CLASS 1"],
    [{ class_name: "Other" }, "Other", "CLASS 3"],
    [{ class_id: "2", branch: "Other" }, "2", "Rest"],
    [{ class_name: "class_1", branch: "class_1" }, "1711528917469", "CLASS 1"],
    [{ class_id: null, class_name: "" }, "1711528917469", "CLASS 1"],
    [{}, "1711528917469", "CLASS 1"]
  ]
  it.each(answers)("the mock %j takes branch %s (%s)", (answer, id, label) => {
    const result = bindNode(questionClassifier, data).mock(answer)
    expect(result.handle).toBe(id)
    expect(result.outputs).toMatchObject({ class_id: id, class_label: label })
  })

  it("needs at least one class", () => {
    expect(questionClassifier.decode({ ...data, classes: [] })._tag).toBe("Failure")
  })

  it.effect("says before the run and in the run that it cannot run yet", () =>
    Effect.gen(function* () {
      expect(tryNode(questionClassifier, data)).toMatchObject({ error: { code: "node_type_not_runnable" } })
      expect(yield* bindNode(questionClassifier, data).requirements ?? Effect.succeed([])).toMatchObject([
        { kind: "unsupported", error: { code: "node_type_not_runnable" } }
      ])
    })
  )
})
