import { assert, describe, it } from "@effect/vitest"
import type { ModelDelta } from "../../model/model_delta.ts"
import type { NodeSignal } from "../node_context.ts"
import { AnswerText } from "./answer_text.ts"

const text = (words: string): ModelDelta => ({ kind: "text", text: words })
const reasoning = (words: string): ModelDelta => ({ kind: "reasoning", text: words })

const heard = (format: "tagged" | "separated", deltas: ReadonlyArray<ModelDelta>) => {
  const signals: Array<NodeSignal> = []
  const answer = new AnswerText(format, (signal) => signals.push(signal))
  for (const delta of deltas) answer.take(delta)
  const end = answer.finish()
  const shown = signals.map((signal) => {
    if (signal.kind === "chunk") return signal.text
    return signal.kind === "reasoning" ? `(${signal.text})` : "?"
  })
  return { ...end, shown }
}

describe("AnswerText", () => {
  it("tagged keeps the words as they are and ends with one empty piece", () => {
    assert.deepStrictEqual(heard("tagged", [text("<think>a</think>"), text(""), text(" b\n\n\nc ")]), {
      text: "<think>a</think> b\n\n\nc ",
      reasoning: "",
      shown: ["<think>a</think>", " b\n\n\nc ", ""]
    })
    assert.deepStrictEqual(heard("tagged", []), { text: "", reasoning: "", shown: [""] })
  })

  it("tagged puts tags around reasoning that comes apart", () => {
    assert.deepStrictEqual(heard("tagged", [reasoning("a"), reasoning("b"), text("c"), text("d")]), {
      text: "<think>\nab\n</think>cd",
      reasoning: "",
      shown: ["<think>\na", "b", "\n</think>c", "d", ""]
    })
    assert.strictEqual(heard("tagged", [reasoning("cut")]).text, "<think>\ncut\n</think>")
  })

  it("separated moves reasoning to its channel, which ends with one empty piece", () => {
    assert.deepStrictEqual(
      heard("separated", [text("<thi"), text("nk> a </thi"), text("nk>\n\nb\n \n\nc <think> d"), text("</think> ")]),
      {
        text: "b\n\nc",
        reasoning: "a\nd",
        shown: ["( a )", "b\n\nc ".replace("\n\n", "\n \n\n"), "( d)", " ", "()", ""]
      }
    )
    assert.deepStrictEqual(heard("separated", [text("only "), text("text")]).shown, ["only ", "text", ""])
  })

  it("separated takes reasoning that comes apart as it is, tags included", () => {
    assert.deepStrictEqual(heard("separated", [reasoning("a</think>b"), text("c<think>d")]), {
      text: "c",
      reasoning: "a</think>b\nd",
      shown: ["(a</think>b)", "c", "(d)", "()", ""]
    })
  })

  it("says whether a delta said anything", () => {
    const answer = new AnswerText("tagged", () => {})
    assert.isFalse(answer.take(text("")))
    assert.isFalse(answer.take({ kind: "tool_call", call: { id: "1", name: "n", arguments: "{}" } }))
    assert.isTrue(answer.take(reasoning("x")))
  })
})
