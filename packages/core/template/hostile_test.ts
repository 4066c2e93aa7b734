import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "./_test_try_template.ts"

const deep = 10_000
const doubling = (start: string, step: string, show: string): string =>
  `{% set n = namespace(v=${start}, w=${start}) %}{% for i in range(60) %}{% set n.v = ${step} %}{% endfor %}${show}`

describe("hostile templates", () => {
  it.each([
    [
      "endless nesting of loops",
      "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
      "template_step_limit_exceeded"
    ],
    [
      "a list that grows while it is looped over",
      "{% set l = [1] %}{% for x in l %}{% set _ = l.append(x) %}{% endfor %}",
      "template_step_limit_exceeded"
    ],
    ["a huge range", "{% for i in range(1000000000) %}x{% endfor %}", "template_value_too_large"],
    ["a text that doubles", doubling("'ab'", "n.v ~ n.v", "{{ n.v | length }}"), "template_value_too_large"],
    ["a list that doubles", doubling("[1]", "n.v + n.v", "{{ n.v | length }}"), "template_value_too_large"],
    ["a number that squares", doubling("7", "n.v * n.v", "{{ n.v }}"), "template_value_too_large"],
    ["a tower of powers", "{{ 9 ** (9 ** (9 ** 9)) }}", "template_value_too_large"],
    [
      "a list that contains itself twice, shown",
      doubling("[1]", "[n.v, n.v]", "{{ n.v }}"),
      "template_step_limit_exceeded"
    ],
    [
      "a list that contains itself twice, as JSON",
      doubling("[1]", "[n.v, n.v]", "{{ n.v | tojson }}"),
      "template_step_limit_exceeded"
    ],
    [
      "a tuple that contains itself twice, as a key",
      doubling("(1,)", "(n.v, n.v)", "{{ {n.v: 1} }}"),
      "template_value_too_large"
    ],
    ["a width of ten billion in format", "{{ '{:>10000000000}'.format(1) }}", "template_value_too_large"],
    ["a width of ten billion from an argument", "{{ '%*d' % (10000000000, 1) }}", "template_value_too_large"],
    ["a precision of ten billion", "{{ '%.10000000000f' % 1.5 }}", "template_value_too_large"],
    ["centring in ten billion columns", "{{ 'x'.center(10000000000) }}", "template_value_too_large"],
    ["repeating ten billion times", "{{ 'x' * 10000000000 }}", "template_value_too_large"],
    ["a list of ten billion", "{{ [0] * 10000000000 }}", "template_value_too_large"],
    ["an indent of ten billion", "{{ 'a\\nb' | indent(10000000000) }}", "template_value_too_large"],
    ["a JSON indent of ten billion", "{{ [1] | tojson(10000000000) }}", "template_value_too_large"],
    ["replacing nothing by much", "{{ ('a' * 9999).replace('', 'b' * 9999) }}", "template_value_too_large"],
    ["joining with much", "{{ range(9999) | join('x' * 9999) }}", "template_value_too_large"],
    ["slices without end", "{{ [1] | slice(1000000000) | list }}", "template_step_limit_exceeded"],
    [
      "a macro that calls itself twice",
      "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
      "template_step_limit_exceeded"
    ],
    [
      "a macro that calls itself for ever",
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "template_nested_too_deep"
    ],
    [
      "a recursive loop over itself",
      "{% set l = [1] %}{% for x in l recursive %}{{ loop(l) }}{% endfor %}",
      "template_nested_too_deep"
    ],
    [
      "a list nested ten thousand deep",
      `{% set n = namespace(l=[]) %}{% for i in range(${deep}) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}`,
      "template_nested_too_deep"
    ],
    [
      "lists inside themselves, compared",
      "{% set a = [] %}{% set b = [] %}{{ a.append(a) or b.append(b) or a == b }}",
      "template_nested_too_deep"
    ],
    ["JSON of a list inside itself", "{% set a = [] %}{{ a.append(a) or a | tojson }}", "template_evaluation_failed"]
  ])("%s", (_name, template, code) => {
    expect(failureCode(template)).toBe(code)
  })

  it.each([
    ["round brackets", `{{ ${"(".repeat(deep)}1${")".repeat(deep)} }}`],
    ["square brackets", `{{ ${"[".repeat(deep)}1${"]".repeat(deep)} }}`],
    ["curly brackets", `{{ ${"{1:".repeat(deep)}1${"}".repeat(deep)} }}`],
    ["not", `{{ ${"not ".repeat(deep)}1 }}`],
    ["minus", `{{ ${"-".repeat(deep)}1 }}`],
    ["else", `{{ ${"1 if 0 else ".repeat(deep)}1 }}`],
    ["plus", `{{ 1${" + 1".repeat(deep)} }}`],
    ["attributes", `{{ a${".a".repeat(deep)} }}`],
    ["filters", `{{ a${"|upper".repeat(deep)} }}`],
    ["calls", `{{ a${"()".repeat(deep)} }}`],
    ["if", "{% if 1 %}".repeat(deep) + "{% endif %}".repeat(deep)],
    ["targets", `{% for ${"(".repeat(deep)}a${")".repeat(deep)} in b %}{% endfor %}`]
  ])("ten thousand times %s", (_name, template) => {
    expect(failureCode(template)).toBe("template_syntax_invalid")
  })

  it.each([
    [
      "searching a text that is made to be slow",
      "{% set s = 'a' * 400000 %}{% set p = 'a' * 2000 ~ 'b' ~ 'a' * 2000 %}{{ p in s }} {{ s.rfind(p) }} {{ s.count(p) }}",
      "False -1 0"
    ],
    ["digits that are no number", "{{ ('1' * 400000 ~ 'x') | float }} {{ ('1_' * 200000 ~ 'x') | int }}", "0.0 0"],
    ["a word of four hundred thousand letters, wrapped", "{{ ('a' * 400000) | wordwrap(1) | length }}", "799999"],
    ["nothing but brackets, linked", "{{ ('(' * 100000 ~ ')' * 100000) | urlize | length }}", "200000"],
    ["labels without end, linked", "{{ ('www.' ~ 'a.' * 100000 ~ '!') | urlize | length }}", "200005"],
    ["tags that never close", "{{ ('<' * 100000 ~ '<!--' * 100000) | striptags | length }}", "500000"]
  ])("%s takes linear time", (_name, template, text) => {
    expect(rendered(template)).toBe(text)
  })

  it.each([
    ["{{ x.constructor.constructor('return process')() }}", "template_value_undefined"],
    ["{{ ''.constructor('x') }}", "template_value_undefined"],
    ["{{ x.__class__.__mro__ }}", "template_attribute_refused"],
    ["{{ x['__cla' ~ 'ss__'] }}", "template_attribute_refused"],
    ["{{ [x] | map(attribute='__class__') | list }}", "template_attribute_refused"],
    ["{{ '' | attr('__class__') }}", "template_attribute_refused"],
    ["{{ cycler.__init__.__globals__ }}", "template_attribute_refused"],
    ["{{ self._TemplateReference__context }}", "template_attribute_refused"],
    ["{% macro m() %}{% endmacro %}{{ m._func }}", "template_attribute_refused"],
    ["{{ ([1] | map('string')).gi_frame }}", "template_attribute_refused"],
    ["{{ ('{0.__class__}' | safe).format(1) }}", "template_attribute_refused"],
    ["{{ 1 | constructor }}", "template_syntax_invalid"],
    ["{{ 1 is __proto__ }}", "template_syntax_invalid"],
    ["{{ [1] | map('__proto__') | list }}", "template_evaluation_failed"]
  ])("%s reaches nothing", (template, code) => {
    expect(failureCode(template, { x: { a: 1 } })).toBe(code)
  })

  it("names of prototypes are data", () => {
    const template =
      "{% set __proto__ = 1 %}{% set n = namespace(constructor=2) %}{% macro m(__proto__, toString) %}{{ __proto__ }}{{ toString }}{% endmacro %}" +
      "{{ __proto__ }}{{ n.constructor }}{{ m(3, toString=4) }}{{ dict(__proto__=5) }}{{ '{__proto__}'.format(__proto__=6) }}"
    expect(rendered(template)).toBe("1234{'__proto__': 5}6")
    expect(Object.prototype).not.toHaveProperty("a")
  })
})
