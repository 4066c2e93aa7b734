import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { a: 2, b: 3, yes: true, l: ["x", "y"], o: { k: { m: 5 }, in: 6 } }

describe("expressions bind as in Jinja2", () => {
  it.each([
    ["{{ a + b * a ** b }}", "26"],
    ["{{ 2 ** 2 ** 3 }}", "64"],
    ["{{ -a ** 2 }} {{ - a * b }}", "4 -6"],
    ["{{ 'v' ~ a + 1 }}", null],
    ["{{ 'v' ~ a * b }} {{ 1 ~ 2 ~ 3 }}", "v6 123"],
    ["{{ not a == 2 }} {{ not yes or yes }}", "False True"],
    ["{{ 0 or 0 and 1 or 'last' }}", "last"],
    ["{{ 1 < a < b }} {{ 1 < a > b }}", "True False"],
    ["{{ a in [2] and b not in [2] }}", "True"],
    ["{{ 'x' if a == 1 else 'y' if a == 2 else 'z' }}", "y"],
    ["[{{ 'x' if a == 1 }}]", "[]"],
    ["{{ l | first | upper ~ '!' }}", "X!"],
    ["{{ a is even and b is not even }}", "True"],
    ["{{ b is divisibleby 3 }} {{ 5 is gt a }}", "True True"],
    ["{{ o.k.m }} {{ o['k']['m'] }} {{ o.in }} {{ l.1 }}", "5 5 6 y"],
    ["{{ 'abc'.upper()[1:] }} {{ ('a', 'b')[-1] }}", "BC b"],
    ["{{ (1,) }} {{ () }} {{ 1, 2 }} {{ [1, 2,] }} {{ {'k': 1,} }}", "(1,) () (1, 2) [1, 2] {'k': 1}"],
    ["{{ dict(*[[('k', 1)]], **{'m': 2}) }}", "{'k': 1, 'm': 2}"]
  ])("%s", (template, text) => {
    if (text === null) expect(failureCode(template, variables)).toBe("template_type_mismatch")
    else expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    "{{ a b }}",
    "{{ a + }}",
    "{{ + }}",
    "{{ a is }}",
    "{{ a is even is odd }}",
    "{{ a not b }}",
    "{{ a | }}",
    "{{ a.'b' }}",
    "{{ f(a=1, 2) }}",
    "{{ f(a=1, a=2) }}",
    "{{ f(**a, *b) }}",
    "{{ f(,) }}",
    "{{ {1, 2} }}",
    "{{ a = 1 }}",
    "{{ a if }}",
    "{{ a[1:2, 3] }}",
    "{{ a | nosuch }}",
    "{{ a is nosuch }}"
  ])("%s is no template", (template) => {
    expect(failureCode(template)).toBe("template_syntax_invalid")
  })

  it("an unknown filter in a condition fails only when it is reached", () => {
    expect(rendered("{% if a == 9 %}{{ a | nosuch }}{% endif %}fine", variables)).toBe("fine")
    expect(failureCode("{% if a %}{{ a | nosuch }}{% endif %}", variables)).toBe("template_evaluation_failed")
    expect(failureCode("{% if a == 9 %}{% for x in l %}{{ x | nosuch }}{% endfor %}{% endif %}", variables)).toBe(
      "template_syntax_invalid"
    )
  })
})
