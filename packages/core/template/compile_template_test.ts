import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { failed, failureCode, rendered } from "./_test_try_template.ts"
import { compileTemplate } from "./compile_template.ts"

describe("compileTemplate", () => {
  it("renders what its example says", () => {
    const template = Result.getOrThrow(compileTemplate("Hello {{ name | upper }}{% if not last %}, {% endif %}"))
    expect(Result.getOrThrow(template.render({ name: "Ada", last: true }))).toBe("Hello ADA")
    expect(Result.getOrThrow(template.render({ name: "Bob" }))).toBe("Hello BOB, ")
  })

  it("keeps compiled templates by their text", () => {
    expect(compileTemplate("kept {{ 1 }}")).toEqual(compileTemplate("kept {{ 1 }}"))
    expect(Result.getOrThrow(compileTemplate("kept {{ 1 }}"))).toBe(Result.getOrThrow(compileTemplate("kept {{ 1 }}")))
  })

  it("says where a template is wrong", () => {
    const error = failed("first\r\n  {{ a | uper }}")
    expect(error.code).toBe("template_syntax_invalid")
    expect(error.status).toBe(400)
    expect(error.message).toBe("there is no filter 'uper' (line 2, column 10 of the template)")
    expect(error.params).toEqual({ line: 2, column: 10 })
  })

  it("says where rendering failed, and renders nothing", () => {
    const error = failed("ok\n{% for n in [1, 0] %}\n{{ 4 // n }}\n{% endfor %}")
    expect(error.code).toBe("template_evaluation_failed")
    expect(error.status).toBe(422)
    expect(error.message).toBe("integer division or modulo by zero (line 3, column 6 of the template)")
    expect(error.params).toEqual({ line: 3, column: 6 })
  })

  it.each([
    ["{{ city.name }}", "template_value_undefined"],
    ["{{ 1 + 'a' }}", "template_type_mismatch"],
    ["{{ 'a'.index('b') }}", "template_evaluation_failed"],
    ["{% include 'footer' %}", "template_feature_refused"],
    ["{% import 'lib' as lib %}", "template_feature_refused"],
    ["{% from 'lib' import a, b as c with context %}", "template_feature_refused"],
    ["{% extends 'base' %}", "template_feature_refused"],
    ["{{ lipsum() }}", "template_feature_refused"],
    ["{{ [1, 2] | random }}", "template_feature_refused"],
    ["{{ ''.__class__ }}", "template_attribute_refused"],
    ["{{ range(100001) }}", "template_value_too_large"],
    ["{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "template_nested_too_deep"],
    ["{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}", "template_step_limit_exceeded"],
    ["{{ 'x' * 400001 }}", "template_output_too_long"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })

  it("the message about the output is Dify's", () => {
    expect(failed("{{ 'abc' }}", {}, { limits: { outputLength: 2 } }).message).toBe(
      "Output length exceeds 2 characters"
    )
  })

  it("counts the output in code points", () => {
    expect(rendered("{{ s }}", { s: "😀😀" }, { limits: { outputLength: 2 } })).toBe("😀😀")
    expect(failed("{{ s }}!", { s: "😀😀" }, { limits: { outputLength: 2 } }).code).toBe("template_output_too_long")
  })

  it("picks with the random numbers it is given", () => {
    expect(rendered("{{ ['a', 'b', 'c'] | random }}", {}, { random: () => 0.5 })).toBe("b")
    expect(rendered("[{{ [] | random }}]", {}, { random: () => 0.5 })).toBe("[]")
  })

  it("other templates are refused only when they are reached", () => {
    expect(rendered("{% if draft %}{% include 'x' ignore missing %}{% endif %}done")).toBe("done")
  })
})
