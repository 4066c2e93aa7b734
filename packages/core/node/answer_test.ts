import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { FileValue } from "../value/file_value.ts"
import { float } from "../value/value.ts"
import { bindNode, tryResult } from "./_try_node.ts"
import { answer } from "./answer.ts"

const file = (filename: string): FileValue =>
  new FileValue({ type: "document", transfer_method: "remote_url", remote_url: `https://a.test/${filename}`, filename })

const a = file("a.pdf")
const b = file("b.pdf")

describe("answer", () => {
  it("its example runs", () => {
    const { config, variables, outputs } = answer.description.example
    expect(tryResult(answer, config, variables).outputs).toEqual(outputs)
  })

  it("shows values as Markdown", () => {
    const data = {
      type: "answer",
      title: "Answer",
      variables: [],
      answer: "{{#n.map#}}\n{{#n.list#}}\n{{#n.yes#}} {{#n.one#}}"
    }
    const scopes = { n: { map: { k: "é" }, list: [1, "x"], yes: true, one: float(1) } }
    expect(tryResult(answer, data, scopes).outputs.answer).toBe('{\n  "k": "é"\n}\n- 1\n- x\nTrue 1.0')
  })

  it("an unknown reference is empty, text that is no reference stays", () => {
    expect(tryResult(answer, { answer: "a{{#x.y#}}b {{img}} x.y {{#sys#}}" }).outputs).toEqual({
      answer: "ab {{img}} x.y {{#sys#}}",
      files: []
    })
  })

  it("collects the files it refers to, also from lists of files", () => {
    const scopes = { n: { one: a, many: [a, b], mixed: [b, "x"], nested: { file: b } } }
    const { outputs } = tryResult(answer, { answer: "{{#n.one#}} {{#n.many#}}" }, scopes)
    expect(outputs.files).toEqual([a, a, b])
    expect(outputs.answer).toBe(
      "[a.pdf](https://a.test/a.pdf) [a.pdf](https://a.test/a.pdf)\n[b.pdf](https://a.test/b.pdf)"
    )
    expect(tryResult(answer, { answer: "{{#n.mixed#}}{{#n.nested#}}" }, scopes).outputs.files).toEqual([])
  })

  it("a user's text that looks like a reference does not read a variable", () => {
    const scopes = { sys: { query: "{{#env.SECRET#}}" }, env: { SECRET: "leak" } }
    expect(tryResult(answer, { answer: "{{#sys.query#}}" }, scopes).outputs.answer).toBe("{{#env.SECRET#}}")
  })

  it("declares its outputs, what it reads and what it streams", () => {
    const bound = bindNode(answer, { answer: "Hi {{#start.name#}}" })
    expect(bound.outputs).toEqual([
      { name: "answer", type: "string", required: true },
      { name: "files", type: "array", item: "file", required: false }
    ])
    expect(bound.selectors).toEqual([["start", "name"]])
    expect(bound.streams).toEqual([
      { kind: "text", text: "Hi " },
      { kind: "reference", selector: ["start", "name"], text: "start.name" }
    ])
  })

  it.each([[{}], [{ answer: null }], [{ answer: 5 }]])("refuses %j", (data) => {
    assert(Result.isFailure(answer.decode(data)))
  })
})
