import { assert, beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { FileValue } from "../value/file_value.ts"
import { float } from "../value/value.ts"
import { bindNode, tryNode, tryResult } from "./_try_node.ts"
import { NodeFailure } from "./node_failure.ts"
import { templateEngine } from "./template/template_engine.ts"
import { templateTransform } from "./template_transform.ts"

const node = (template: string, ...names: ReadonlyArray<string>) => ({
  type: "template-transform",
  title: "Template",
  desc: "",
  selected: false,
  template,
  variables: names.map((name) => ({ variable: name, value_selector: ["start", name], value_type: "string" }))
})

const failureOf = (template: string, ...names: ReadonlyArray<string>): NodeFailure => {
  const outcome = tryNode(templateTransform, node(template, ...names))
  assert(outcome instanceof NodeFailure)
  return outcome
}

describe("template-transform", () => {
  beforeAll(() => Effect.runPromise(templateEngine))

  it("its example runs", () => {
    const { config, variables, outputs } = templateTransform.description.example
    expect(tryResult(templateTransform, config, variables).outputs).toEqual(outputs)
  })

  it("renders its variables and keeps them as inputs", () => {
    const start = {
      rows: [
        { t: "a", n: float(1) },
        { t: "b", n: 2 }
      ],
      city: "Łódź"
    }
    const data = node("{{ city }}:\n{% for row in rows %}- {{ row.t }} {{ row.n }}\n{% endfor %}", "rows", "city")
    expect(tryResult(templateTransform, data, { start })).toEqual({
      outputs: { output: "Łódź:\n- a 1.0\n- b 2\n" },
      inputs: start
    })
  })

  it("a variable that is missing is null, a name that is no variable is empty", () => {
    const { outputs, inputs } = tryResult(templateTransform, node("[{{ gone }}] [{{ other }}]", "gone"))
    expect([outputs, inputs]).toEqual([{ output: "[None] []" }, { gone: null }])
  })

  it("files are dictionaries", () => {
    const file = new FileValue({ type: "image", transfer_method: "local_file", filename: "a.png", id: "f1" })
    const data = node("{% for f in files %}{{ f.filename }} {{ f.related_id }}{% endfor %}", "files")
    expect(tryResult(templateTransform, data, { start: { files: [file] } }).outputs).toEqual({ output: "a.png f1" })
  })

  it("declares its output and reads its selectors", () => {
    const { outputs, selectors } = bindNode(templateTransform, node("", "a", "b"))
    expect(outputs).toEqual([{ name: "output", type: "string", required: true }])
    expect(selectors).toEqual([
      ["start", "a"],
      ["start", "b"]
    ])
  })

  it.each([
    ["{% if x %}", "template_syntax_invalid"],
    ["{{ x.y.z }}", "template_value_undefined"],
    ["{{ 1 // 0 }}", "template_evaluation_failed"],
    ["{{ 'x' * 400001 }}", "template_output_too_long"],
    ["{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "template_step_limit_exceeded"]
  ])("%s fails with %s, without a type, with its inputs", (template, code) => {
    const { error, details } = failureOf(template, "x")
    expect(error.code).toBe(code)
    expect(details).toEqual({ type: "", inputs: { x: null } })
  })

  it("says of a long output what Dify says", () => {
    expect(failureOf("{{ 'x' * 400001 }}").error.message).toBe("Output length exceeds 400000 characters")
  })

  it("the filter random picks the same in a replay", () => {
    const data = node("{% for i in range(20) %}{{ range(10) | random }}{% endfor %}")
    const { output } = tryResult(templateTransform, data).outputs
    expect(output).toMatch(/^\d{20}$/)
    expect(tryResult(templateTransform, data).outputs).toEqual({ output })
  })

  it("a template cannot change the variables of the run", () => {
    const start = { list: [1], object: { a: 1 } }
    const data = node("{{ list.append(2) }}{{ object.update(a=2) }}{{ list }}{{ object }}", "list", "object")
    expect(tryResult(templateTransform, data, { start }).outputs).toEqual({ output: "NoneNone[1, 2]{'a': 2}" })
    expect(start).toEqual({ list: [1], object: { a: 1 } })
  })
})
