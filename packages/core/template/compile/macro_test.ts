import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

describe("macros", () => {
  it.each([
    [
      "{% macro m(a, b='B', c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=none) }} {{ m(b=2, a=3) }}",
      "1B1 1BNone 323"
    ],
    ["{% macro m(a) %}[{{ a }}{{ a is defined }}]{% endmacro %}{{ m() }}{{ m(none) }}", "[False][NoneTrue]"],
    ["{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, k=4) }}", "(2, 3){'k': 4}"],
    ["{% macro m() %}{{ late }}{% endmacro %}{% set late = 'seen' %}{{ m() }}", "seen"],
    ["{% macro m() %}{{ i }}{% endmacro %}{% for i in [1] %}[{{ m() }}]{% endfor %}", "[]"],
    ["{% macro m() %}{% set x = 'in' %}{{ x }}{% endmacro %}{{ m() }}{{ x }}", "inout"],
    ["{% macro fall(n) %}{{ n }}{% if n %}{{ fall(n - 1) }}{% endif %}{% endmacro %}{{ fall(3) }}", "3210"],
    [
      "{% macro m(a, b=1) %}{{ caller() }}{% endmacro %}{{ m.name }} {{ m.arguments }} {{ m.caller }} {{ m.catch_varargs }} {{ m }}",
      "m ('a', 'b') True False <Macro 'm'>"
    ],
    [
      "{% macro box(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call box('b') %}x={{ x }}{% endcall %}",
      "<b>x=out</b>"
    ],
    [
      "{% macro each(l) %}{% for i in l %}{{ caller(i, n=loop.index) }}{% endfor %}{% endmacro %}{% call(v, n) each('ab') %}{{ n }}{{ v }} {% endcall %}",
      "1a 2b "
    ],
    ["{% macro m(caller=none) %}{{ caller is none }}{% endmacro %}{{ m() }}", "True"],
    ["{% macro m() %}a{% endmacro %}{{ m() | upper ~ m() | length }}", "A1"],
    ["{% block a %}1{% endblock %}{{ self.a() }}{% block b scoped %}{{ x }}{% endblock %}", "11out"],
    [
      "{% for i in [1] %}{% block c %}[{{ i }}]{% endblock %}{% block d scoped %}[{{ i }}]{% endblock %}{% endfor %}",
      "[][1]"
    ],
    ["{% set s = 1 %}{% block e %}{{ s }}{% set t = 2 %}{% endblock %}[{{ t }}]", "1[]"]
  ])("%s", (template, text) => {
    expect(rendered(template, { x: "out" })).toBe(text)
  })

  it.each([
    ["{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "template_type_mismatch"],
    ["{% macro m(a) %}{% endmacro %}{{ m(b=1) }}", "template_type_mismatch"],
    ["{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "template_value_undefined"],
    ["{% macro m() %}{% endmacro %}{% call m() %}{% endcall %}", "template_type_mismatch"],
    ["{{ m() }}{% macro m() %}{% endmacro %}", "template_value_undefined"],
    ["{% block a %}{{ super() }}{% endblock %}", "template_value_undefined"],
    ["{% block a required %}{% endblock %}", "template_evaluation_failed"],
    ["{% set f = 5 %}{{ f() }}", "template_type_mismatch"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})

describe("autoescape", () => {
  it.each([
    ["{% autoescape true %}{{ h }}{{ h | safe }}{% endautoescape %}{{ h }}", "&lt;b&gt;<b><b>"],
    ["{% autoescape true %}{{ [h, h | safe] | join('&') }}{% endautoescape %}", "&lt;b&gt;&amp;<b>"],
    [
      "{% autoescape true %}{{ h ~ (h | safe) }}{{ h | replace('b', '<') }}{% endautoescape %}",
      "&lt;b&gt;<b>&lt;&lt;&gt;"
    ],
    ["{% macro m(v) %}<i>{{ v }}</i>{% endmacro %}{% autoescape true %}{{ m(h) }}{% endautoescape %}", "<i><b></i>"],
    ["{% autoescape true %}{% set s %}<u>{{ h }}</u>{% endset %}{{ s }}{% endautoescape %}", "<u>&lt;b&gt;</u>"]
  ])("%s", (template, text) => {
    expect(rendered(template, { h: "<b>" })).toBe(text)
  })
})
