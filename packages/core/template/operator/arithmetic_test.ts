import { describe, expect, it } from "@effect/vitest"
import { float, integer } from "../../value/value.ts"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { big: integer(10n ** 20n), one: float(1), half: 0.5, n: 7, t: true }

describe("arithmetic", () => {
  it.each([
    ["{{ n + 1 }} {{ n - 9 }} {{ n * 3 }} {{ n / 2 }} {{ n / 7 }}", "8 -2 21 3.5 1.0"],
    ["{{ n // 2 }} {{ -n // 2 }} {{ n // -2 }} {{ n % 3 }} {{ -n % 3 }} {{ n % -3 }}", "3 -4 -4 1 2 -2"],
    ["{{ 7.5 // 2 }} {{ -7.5 // 2 }} {{ 7.5 % -2 }} {{ 0.0 // -3 }}", "3.0 -4.0 -0.5 -0.0"],
    ["{{ one + 1 }} {{ one * 2 }} {{ half + half }} {{ t + t }} {{ -t }} {{ +half }}", "2.0 2.0 1.0 2 -1 0.5"],
    [
      "{{ big + 1 }} {{ big * big }} {{ big - big }} {{ big // 3 }} {{ -big % 7 }}",
      "100000000000000000001 10000000000000000000000000000000000000000 0 33333333333333333333 5"
    ],
    ["{{ big / 3 }} {{ 1 / big }} {{ big * 1.0 }}", "3.333333333333333e+19 1e-20 1e+20"],
    [
      "{{ 2 ** 10 }} {{ 2 ** -1 }} {{ 2.0 ** 2 }} {{ 2 ** 70 }} {{ (-1) ** 3 }} {{ 0 ** 0 }}",
      "1024 0.5 4.0 1180591620717411303424 -1 1"
    ],
    [
      "{{ 9007199254740991 + 1 }} {{ 9007199254740992 - 1 }} {{ 3037000500 * 3037000500 }}",
      "9007199254740992 9007199254740991 9223372037000250000"
    ],
    ["{{ 0.1 + 0.2 }} {{ 1e400 }} {{ -1e400 }} {{ 0 * -1 }} {{ 0 * -1.0 }}", "0.30000000000000004 inf -inf 0 -0.0"],
    ["{{ 'ab' * 2 }}{{ 2 * 'c' }}{{ 'd' * -1 }} {{ [1] * 2 + [3] }} {{ (1,) + (2,) * t }}", "ababcc [1, 1, 3] (1, 2)"]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ 1 / 0 }}", "template_evaluation_failed"],
    ["{{ 1 // 0 }}", "template_evaluation_failed"],
    ["{{ 1.5 % 0 }}", "template_evaluation_failed"],
    ["{{ 0 ** -1 }}", "template_evaluation_failed"],
    ["{{ 1e300 ** 2 }}", "template_evaluation_failed"],
    ["{{ (-8) ** 0.5 }}", "template_evaluation_failed"],
    ["{{ 'a' + 1 }}", "template_type_mismatch"],
    ["{{ [1] + (2,) }}", "template_type_mismatch"],
    ["{{ 'a' * 'b' }}", "template_type_mismatch"],
    ["{{ {} + {} }}", "template_type_mismatch"],
    ["{{ -'a' }}", "template_type_mismatch"],
    ["{{ none * 2 }}", "template_type_mismatch"],
    ["{{ missing + 1 }}", "template_value_undefined"],
    ["{{ 'a' * missing }}", "template_value_undefined"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})
