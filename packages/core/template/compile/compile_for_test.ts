import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

const users = [
  { name: "Ann", age: 30 },
  { name: "Ben", age: 20 },
  { name: "Cid", age: 40 }
]
const tree = [
  { v: 1, kids: [{ v: 2, kids: [{ v: 3, kids: [] }] }] },
  { v: 4, kids: [] }
]

describe("loops", () => {
  it.each([
    [
      "{% for u in users %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }} {% endfor %}",
      "1032 2121 3210 "
    ],
    [
      "{% for u in users %}{{ loop.first }}-{{ loop.last }}-{{ loop.length }} {% endfor %}",
      "True-False-3 False-False-3 False-True-3 "
    ],
    [
      "{% for u in users %}{{ loop.previtem.name if loop.previtem }}<{{ u.name }}>{{ loop.nextitem.name if not loop.last }} {% endfor %}",
      "<Ann>Ben Ann<Ben>Cid Ben<Cid> "
    ],
    ["{% for n in [1, 1, 2, 2, 1] %}{{ n if loop.changed(n) else '.' }}{% endfor %}", "1.2.1"],
    ["{% for n in range(5) %}{{ loop.cycle('a', 'b') }}{% endfor %}", "ababa"],
    ["{% for u in users if u.age > 25 %}{{ loop.index }}{{ u.name }}/{{ loop.length }} {% endfor %}", "1Ann/2 2Cid/2 "],
    ["{% for u in users if u.age > 99 %}x{% else %}nobody{% endfor %}", "nobody"],
    ["{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=2;"],
    ["{% for a, (b, c) in [(1, (2, 3)), 'x' * 2] if a == 1 %}{{ a + b + c }}{% endfor %}", null],
    ["{% for a, (b, c) in [(1, (2, 3))] %}{{ a + b + c }}{% endfor %}", "6"],
    ["{% for c in 'né😀' %}[{{ c }}]{% endfor %}", "[n][é][😀]"],
    ["{% for n in missing %}x{% else %}none{% endfor %}", "none"],
    ["{% for n in [1, 2] %}{% for m in 'ab' %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}", "121 122 "],
    [
      "{% for n in tree recursive %}{{ '-' * loop.depth0 }}{{ n.v }}({{ loop.depth }}){{ loop(n.kids) }}{% endfor %}",
      "1(1)-2(2)--3(3)4(1)"
    ],
    ["{% for n in [1, 2] %}{% set last = n %}{% endfor %}[{{ last }}]", "[]"],
    ["{% for n in [1, 2] | map('string') %}{{ loop.last }}{{ loop.length }} {% endfor %}", "False2 True2 "],
    [
      "{% for n in [1] %}{{ loop }}{% endfor %}{% for n in [] %}{% else %}{{ loop is defined }}{% endfor %}",
      "<LoopContext 1/1>False"
    ],
    ["{% for x in x %}{{ x }}{% endfor %}{{ x }}", "12[1, 2]"],
    ["{% for n in 1, 2 %}{{ n }}{% endfor %}{% for n in [3] : %}{{ n }}{% endfor %}", "123"],
    ["{% for n in [none, 0] %}{{ n }}{{ loop.nextitem is defined }} {% endfor %}", "NoneTrue 0False "]
  ])("%s", (template, text) => {
    if (text === null) expect(failureCode(template)).toBe("template_evaluation_failed")
    else expect(rendered(template, { users, tree, x: [1, 2] })).toBe(text)
  })

  it.each([
    ["{% for n in 5 %}{% endfor %}", "template_type_mismatch"],
    ["{% for n in none %}{% endfor %}", "template_type_mismatch"],
    ["{% for a, b in [[1]] %}{% endfor %}", "template_evaluation_failed"],
    ["{% for a, b in [[1, 2, 3]] %}{% endfor %}", "template_evaluation_failed"],
    ["{% for a, b in [1] %}{% endfor %}", "template_type_mismatch"],
    ["{% for n in [[1]] %}{{ loop(n) }}{% endfor %}", "template_type_mismatch"],
    ["{% for n in [1] %}{{ loop.cycle() }}{% endfor %}", "template_type_mismatch"],
    ["{% for n in [1, 2] if loop.first %}{% endfor %}", "template_value_undefined"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})
