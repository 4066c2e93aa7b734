import { describe, expect, it } from "@effect/vitest"
import { failed, failureCode } from "../_test_try_template.ts"

describe("statements", () => {
  it.each([
    "{% if a %}",
    "{% endif %}",
    "{% if a %}x{% else %}y{% elif b %}z{% endif %}",
    "{% if %}x{% endif %}",
    "{% for x %}{% endfor %}",
    "{% for x in %}{% endfor %}",
    "{% for x.y in l %}{% endfor %}",
    "{% for true in l %}{% endfor %}",
    "{% for x in l %}{% if a %}{% endfor %}{% endif %}",
    "{% set 1 = 2 %}",
    "{% set none = 2 %}",
    "{% set a b = 2 %}",
    "{% macro m %}{% endmacro %}",
    "{% macro m(a, a) %}{% endmacro %}",
    "{% macro m(a=1, b) %}{% endmacro %}",
    "{% call m %}{% endcall %}",
    "{% filter %}{% endfilter %}",
    "{% with a %}{% endwith %}",
    "{% block %}{% endblock %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% block a required %}text{% endblock %}",
    "{% include %}",
    "{% import 'x' %}",
    "{% from 'x' import _hidden %}",
    "{% break %}",
    "{% do x %}",
    "{% endfor x %}",
    "{{ a %}",
    "{% IF a %}{% ENDIF %}"
  ])("%s is no template", (template) => {
    expect(failureCode(template)).toBe("template_syntax_invalid")
  })

  it("says what is missing and what stands there instead", () => {
    expect(failed("{% for x of l %}{% endfor %}").message).toBe(
      "'in' is expected, but 'of' follows (line 1, column 10 of the template)"
    )
    expect(failed("{% if a %}text").message).toContain("{% elif %} or {% else %} or {% endif %} is expected")
  })
})
