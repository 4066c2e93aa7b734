import { describe, expect, it } from "@effect/vitest"
import { failed, failureCode, rendered } from "../_test_try_template.ts"

describe("text and tags", () => {
  it.each([
    ["plain } text %} with #} ends", "plain } text %} with #} ends"],
    ["drops one line end\n", "drops one line end"],
    ["only one\n\n\n", "only one\n\n"],
    ["mac\rwin\r\nend\r\n", "mac\nwin\nend"],
    ["a {{- ' b ' -}} c", "a b c"],
    ["a\n\n  {%- if 1 -%}\n b\t\n{%- endif -%}\n c", "abc"],
    ["keep {%+ if 1 +%} both {% endif %}", "keep  both "],
    ["x {#- gone -#} y{# also\n{{ gone }} #}z", "xyz"],
    ["{% raw %}{{ a }} {# b #}{% endraw %}", "{{ a }} {# b #}"],
    ["1 {% raw -%} {{ x }} {%- endraw -%} 2", "1 {{ x }}2"],
    ["{{ '}}' }}{{ \"%}\" }}", "}}%}"],
    ["{{ {'a': {'b': 1}}['a'] }}", "{'b': 1}"],
    ["{ { not a tag } }", "{ { not a tag } }"],
    ["open at the end {#", "open at the end "],
    ["\u3000{{- 1 -}}\u00a0", "1"]
  ])("%j", (template, text) => {
    expect(rendered(template)).toBe(text)
  })

  it.each([
    ["{{ 0x1f }} {{ 0b11 }} {{ 0o17 }} {{ 1_000 }}", "31 3 15 1000"],
    ["{{ 1e3 }} {{ 2.50 }} {{ 1_0.5e-1 }}", "1000.0 2.5 1.05"],
    ["{{ 'a\\tb\\x41\\u00e9\\U0001F600\\101\\q' }}", "a\tbAé😀A\\q"],
    ["{{ 'one' ' and ' \"two\" }}", "one and two"],
    ["{{ 123456789012345678901234567890 }}", "123456789012345678901234567890"],
    ["{{ naïve }}{{ 名前 }}", "12"]
  ])("%s", (template, text) => {
    expect(rendered(template, { naïve: 1, 名前: 2 })).toBe(text)
  })

  it.each([
    "{{ 'open }}",
    "{{ a",
    "{% if a",
    "a {# open ",
    "{% raw %} open",
    "{{ 01 }}",
    "{{ 1. }}",
    "{{ a $ b }}",
    "{{ a ? b }}",
    "{{ (1] }}",
    "{{ 1) }}",
    "{{ '\\x4' }}",
    "{{ '\\N{DASH}' }}",
    "{{ 1a }}"
  ])("%s is no template", (template) => {
    expect(failureCode(template)).toBe("template_syntax_invalid")
  })

  it("a number of more digits than Python reads is refused", () => {
    expect(failed(`{{ ${"9".repeat(5000)} }}`).message).toContain("more than 4300 digits")
  })
})
