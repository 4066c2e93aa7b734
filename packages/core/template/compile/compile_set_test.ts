import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

describe("names", () => {
  it.each([
    ["{% set a = 1 %}{% set a = a + 1 %}{{ a }}", "2"],
    ["{% set a, b = 1, 2 %}{% set a, b = b, a %}{{ a }}{{ b }}", "21"],
    ["{% set a, (b, c) = [1, 'xy'] %}{{ a }}{{ b }}{{ c }}", "1xy"],
    ["{% set a %}one {{ 1 + 1 }}{% endset %}[{{ a }}]", "[one 2]"],
    ["{% set a | upper | trim %} text {% endset %}[{{ a }}]", "[TEXT]"],
    [
      "{% set n = namespace(sum=0) %}{% for i in [1, 2, 3] %}{% set n.sum = n.sum + i %}{% endfor %}{{ n.sum }} {{ n }}",
      "6 <Namespace {'sum': 6}>"
    ],
    ["{% set n = namespace() %}{% set n.text %}block{% endset %}{{ n.text }}[{{ n.missing }}]", "block[]"],
    ["{% set a = 1 %}{% for i in [1] %}{% set a = 2 %}{{ a }}{% endfor %}{{ a }}", "21"],
    ["{% set a = 1 %}{% if true %}{% set a = 2 %}{% endif %}{{ a }}", "2"],
    ["{% with a = 1, b = 2 %}{{ a + b }}{% set c = 3 %}{% endwith %}[{{ a }}{{ c }}]", "3[]"],
    ["{% set a = 1 %}{% with a = 2, b = a %}{{ b }}{% endwith %}", "1"],
    ["{% set a = missing %}{{ a is defined }}", "False"],
    ["{% set x = x ~ '!' %}{{ x }}", "given!"],
    ["{% filter upper %}a{{ x }}{% set x = 1 %}{% endfilter %}{{ x }}", "AGIVENgiven"],
    ["{% print 'a', 1 %}", "a1"]
  ])("%s", (template, text) => {
    expect(rendered(template, { x: "given" })).toBe(text)
  })

  it.each([
    ["{% set d = {} %}{% set d.a = 1 %}", "template_evaluation_failed"],
    ["{% set missing.a = 1 %}", "template_evaluation_failed"],
    ["{% set a, b = [1] %}", "template_evaluation_failed"],
    ["{% set a, b = 5 %}", "template_type_mismatch"],
    ["{% filter length %}text{% endfilter %}", "template_type_mismatch"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})

describe("conditions", () => {
  it.each([
    ["{% if a %}A{% elif b %}B{% else %}C{% endif %}", { b: 1 }, "B"],
    [
      "{% if 0 %}t{% elif 0.0 %}t{% elif '' %}t{% elif [] %}t{% elif {} %}t{% elif none %}t{% elif () %}t{% else %}f{% endif %}",
      {},
      "f"
    ],
    ["{% if '0' and [0] and -1 and range(1) %}t{% endif %}", {}, "t"],
    ["{% if not(a) %}n{% endif %}", {}, "n"]
  ])("%s", (template, variables, text) => {
    expect(rendered(template, variables)).toBe(text)
  })
})
