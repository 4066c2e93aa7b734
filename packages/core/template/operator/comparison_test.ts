import { describe, expect, it } from "@effect/vitest"
import { float, integer } from "../../value/value.ts"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { big: integer(2n ** 53n + 1n), near: float(2 ** 53), nan: Number.NaN, l: [1, [2]] }

describe("comparisons", () => {
  it.each([
    ["{{ 1 == 1.0 }} {{ 1 == true }} {{ '1' == 1 }} {{ none == 0 }} {{ big == near }}", "True True False False False"],
    ["{{ [1, 2] == [1.0, 2] }} {{ [1] == (1,) }} {{ {'a': [1]} == {'a': [1]} }}", "True False True"],
    ["{{ nan == nan }} {{ nan != nan }} {{ nan in [nan] }}", "False True True"],
    ["{{ missing == other }} {{ missing == '' }} {{ missing != none }}", "True False True"],
    ["{{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ '～' < '😀' }} {{ 'ab' < 'b' }} {{ '' < 'a' }}", "True True True True True"],
    ["{{ [1, 2] < [1, 3] }} {{ (2,) > (1, 9) }} {{ [] <= [] }} {{ big > near }}", "True True True True"],
    [
      "{{ 'b' in 'abc' }} {{ '' in '' }} {{ 2 in [1, 2.0] }} {{ 'k' in {'k': 0} }} {{ 3 in range(0, 9, 2) }}",
      "True True True True False"
    ],
    [
      "{{ 1 not in [2] }} {{ ('a', 1) in {'a': 1}.items() }} {{ 1 in {'a': 1}.values() }} {{ 'x' in missing }}",
      "True True True False"
    ],
    [
      "{{ range(3) == range(0, 3) }} {{ range(0) == range(5, 5) }} {{ {'a': 1}.keys() == {'a': 2}.keys() }}",
      "True True True"
    ],
    ["{{ {1: 'a', 1.0: 'b', true: 'c'} }} {{ {(1, 2): 'x'}[(1, 2)] }} {{ {none: 1}[none] }}", "{1: 'c'} x 1"]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ 1 < 'a' }}", "template_type_mismatch"],
    ["{{ none < 1 }}", "template_type_mismatch"],
    ["{{ {} < {} }}", "template_type_mismatch"],
    ["{{ 1 in 'abc' }}", "template_type_mismatch"],
    ["{{ 1 in 5 }}", "template_type_mismatch"],
    ["{{ {[1]: 2} }}", "template_type_mismatch"],
    ["{{ missing < 1 }}", "template_value_undefined"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})
