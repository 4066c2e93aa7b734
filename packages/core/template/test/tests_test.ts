import { describe, expect, it } from "@effect/vitest"
import { float, integer } from "../../value/value.ts"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { one: float(1), big: integer(2n ** 80n), d: {}, n: null }

describe("tests", () => {
  it.each([
    ["{{ d is defined }} {{ d.x is defined }} {{ missing is undefined }} {{ n is defined }}", "True False True True"],
    [
      "{{ n is none }} {{ missing is none }} {{ 0 is false }} {{ true is true }} {{ 1 is boolean }}",
      "True False False True False"
    ],
    [
      "{{ 1 is integer }} {{ one is integer }} {{ true is integer }} {{ big is integer }} {{ one is float }}",
      "True False False True True"
    ],
    ["{{ true is number }} {{ '1' is number }} {{ 'a' is string }} {{ ('a' | e) is string }}", "True False True True"],
    [
      "{{ d is mapping }} {{ [] is sequence }} {{ d.keys() is sequence }} {{ range(2) is sequence }}",
      "True True False True"
    ],
    [
      "{{ 'a' is iterable }} {{ 5 is iterable }} {{ ([] | map('e')) is iterable }} {{ range is callable }} {{ 'a'.upper is callable }}",
      "True False True True True"
    ],
    [
      "{{ 4 is even }} {{ -3 is odd }} {{ 2.0 is even }} {{ 9 is divisibleby 3 }} {{ 7.5 is divisibleby(2.5) }}",
      "True True True True True"
    ],
    [
      "{{ 1 is eq 1.0 }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 2 is ge 2 }} {{ 3 is in [3] }} {{ 'a' is sameas 'a' }} {{ 1 is sameas one }}",
      "True True True True True True False"
    ],
    ["{{ 'abc1' is lower }} {{ 'ABC' is upper }} {{ '' is upper }} {{ ('<' | e) is escaped }}", "True True False True"],
    [
      "{{ 'upper' is filter }} {{ 'nosuch' is filter }} {{ 'odd' is test }} {{ 5 is not string }}",
      "True False True True"
    ]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ 'a' is even }}", "template_type_mismatch"],
    ["{{ 1 is in 5 }}", "template_type_mismatch"],
    ["{{ 1 is divisibleby 0 }}", "template_evaluation_failed"],
    ["{{ 1 is lt }}", "template_type_mismatch"],
    ["{{ d.x.y is defined }}", "template_value_undefined"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template, variables)).toBe(code)
  })
})
