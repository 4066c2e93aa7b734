import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

const people = [
  { name: "bea", age: 30, team: { id: "X" } },
  { name: "Al", age: 20, team: { id: "y" } },
  { name: "cy", age: 30, team: { id: "x" } }
]
const variables = { people, s: "the QUICK brown-fox", l: [3, 1, 2], h: "<a href=\"x\">T & 'C'</a>", o: { b: 1, A: 2 } }

describe("filters of text", () => {
  it.each([
    ["{{ s | title }}|{{ s | capitalize }}|{{ 'ǆ ﬁn' | capitalize }}", "The Quick Brown-Fox|The quick brown-fox|ǅ ﬁn"],
    ["{{ s | upper }}{{ 1.5 | lower }}{{ none | upper }}", "THE QUICK BROWN-FOX1.5NONE"],
    ["[{{ ' x ' | trim }}] [{{ 'xxaxx' | trim('x') }}] [{{ 'ab' | center(7) }}]", "[x] [a] [   ab  ]"],
    [
      "{{ s | replace('the', 'a') }} {{ 'aaa' | replace('a', 'b', 2) }} {{ 'ab' | replace('', '.') }}",
      "a QUICK brown-fox bba .a.b."
    ],
    [
      "{{ s | truncate(9, leeway=0) }} {{ s | truncate(9, true, '…', 0) }} {{ s | truncate(15) }}",
      "the... the QUIC… the QUICK brown-fox"
    ],
    ["{{ s | wordwrap(8) }}", "the\nQUICK\nbrown-\nfox"],
    [
      "{{ s | wordwrap(8, wrapstring='/', break_on_hyphens=false) }} {{ 'abcdefgh' | wordwrap(3) }}",
      "the/QUICK br/own-fox abc\ndef\ngh"
    ],
    [
      "{{ 'a\\n\\nb' | indent }}|{{ 'a\\nb' | indent('> ', true) }}|{{ 'a\\n\\nb' | indent(1, blank=true) }}",
      "a\n\n    b|> a\n> b|a\n \n b"
    ],
    ["{{ 'it\\'s a 2-day, trip' | wordcount }} {{ 'né😀' | length }} {{ 'abc' | reverse }}", "6 3 cba"],
    ["{{ '%s-%03d' | format('a', 7) }} {{ '%(k)s' | format(k=1) }} {{ 5 | string + '!' }}", "a-007 1 5!"]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })
})

describe("filters of lists", () => {
  it.each([
    [
      "{{ l | sort }} {{ l | sort(reverse=true) }} {{ ['b', 'A'] | sort }} {{ ['b', 'A'] | sort(case_sensitive=true) }}",
      "[1, 2, 3] [3, 2, 1] ['A', 'b'] ['A', 'b']"
    ],
    ["{{ people | sort(attribute='age,name') | map(attribute='name') | join(' ') }}", "Al bea cy"],
    ["{{ people | sort(attribute='age', reverse=true) | map(attribute='name') | list }}", "['bea', 'cy', 'Al']"],
    [
      "{{ people | map(attribute='team.id') | unique | list }} {{ [1, 1.0, '1'] | unique | list }}",
      "['X', 'y'] [1, '1']"
    ],
    ["{% for key, group in people | groupby('age') %}{{ key }}:{{ group | length }} {% endfor %}", "20:1 30:2 "],
    [
      "{{ people | groupby('team.id') | map(attribute='grouper') | list }} {{ (people | groupby('age'))[0].list[0].name }}",
      "['X', 'y'] Al"
    ],
    [
      "{{ range(5) | batch(2, '-') | list }} {{ range(5) | slice(2, 0) | list }}",
      "[[0, 1], [2, 3], [4, '-']] [[0, 1, 2], [3, 4, 0]]"
    ],
    [
      "{{ l | first }}{{ l | last }}{{ 'ab' | last }}[{{ [] | first }}{{ [] | last }}] {{ [none, 1] | first }}",
      "32b[] None"
    ],
    ["{{ l | sum }} {{ people | sum('age') }} {{ [[1], [2]] | sum(start=[]) }} {{ [] | sum }}", "6 80 [1, 2] 0"],
    [
      "{{ l | min }}{{ l | max }} {{ (people | max(attribute='age')).name }} {{ ['b', 'A'] | min }} [{{ [] | max }}]",
      "13 bea A []"
    ],
    ["{{ l | join('-') }} {{ people | join(',', 'name') }} {{ [1, none] | join }}", "3-1-2 bea,Al,cy 1None"],
    [
      "{{ l | select('odd') | list }} {{ l | reject('gt', 1) | list }} {{ [0, 'a', none] | select | list }}",
      "[3, 1] [1] ['a']"
    ],
    [
      "{{ people | selectattr('age', 'lt', 25) | map(attribute='name') | list }} {{ people | rejectattr('team.id', 'equalto', 'X') | list | length }}",
      "['Al'] 2"
    ],
    [
      "{{ ['a', 'b'] | map('upper') | join }} {{ ['x', '7'] | map('int', default=-1) | list }} {{ [{}] | map(attribute='k', default='?') | list }}",
      "AB [-1, 7] ['?']"
    ],
    [
      "{{ o | dictsort }} {{ o | dictsort(by='value', reverse=true) }} {{ o | items | list }} {{ o | list }}",
      "[('A', 2), ('b', 1)] [('A', 2), ('b', 1)] [('b', 1), ('A', 2)] ['b', 'A']"
    ],
    ["{{ l | reverse | list }} {{ 'ab' | list }} {{ l | length }} {{ o | count }}", "[2, 1, 3] ['a', 'b'] 3 2"],
    ["{% set m = [1] | map('string') %}{{ m | list }}{{ m | list }}", "['1'][]"]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it("what is never read never fails", () => {
    expect(rendered("{{ [] | map('nosuch') | list }}{% set m = [1, 'a'] | map('abs') %}fine")).toBe("[]fine")
  })
})

describe("filters of numbers", () => {
  it.each([
    [
      "{{ 2.5 | round }} {{ 3.5 | round }} {{ 2.675 | round(2) }} {{ 1250 | round(-2) }} {{ 7 | round }}",
      "2.0 4.0 2.67 1200 7"
    ],
    ["{{ 2.1 | round(method='ceil') }} {{ -2.1 | round(0, 'floor') }} {{ 0.125 | round(2, 'ceil') }}", "3.0 -3.0 0.13"],
    [
      "{{ '42.9' | int }} {{ 'x' | int(5) }} {{ '0x1f' | int(0, 16) }} {{ none | int }} {{ ' -7 ' | int }} {{ '1_000' | int }}",
      "42 5 31 0 -7 1000"
    ],
    [
      "{{ '2.5' | float }} {{ 'x' | float }} {{ 3 | float }} {{ '1e3' | float }} {{ '-inf' | float }}",
      "2.5 0.0 3.0 1000.0 -inf"
    ],
    ["{{ -3 | abs }} {{ -2.5 | abs }} {{ true | abs }}", "3 2.5 1"],
    [
      "{{ 1 | filesizeformat }} {{ 1500 | filesizeformat }} {{ 1536 | filesizeformat(true) }} {{ (10 ** 12) | filesizeformat }}",
      "1 Byte 1.5 kB 1.5 KiB 1.0 TB"
    ]
  ])("%s", (template, text) => {
    expect(rendered(template)).toBe(text)
  })
})

describe("filters of HTML, JSON and addresses", () => {
  it.each([
    ["{{ h | e }}", "&lt;a href=&#34;x&#34;&gt;T &amp; &#39;C&#39;&lt;/a&gt;"],
    [
      "{{ '<' | e | e }}{{ '<' | e | forceescape }}{{ '<' | safe | e }} {{ ['<' | e] }}",
      "&lt;&amp;lt;< [Markup('&lt;')]"
    ],
    [
      "{{ ('<' | e) + '>' }} {{ '<' ~ ('>' | e) }} {{ ('%s' | e) % '<' }} {{ ('{}' | safe).format('<') }}",
      "&lt;&gt; <&gt; &lt; &lt;"
    ],
    ["{{ '<p>a <!-- c -->b</p>\n &amp; c' | striptags }}", "a b & c"],
    ["{{ {'id': 1, 'no': none, 'x': '\"'} | xmlattr }}", ' id="1" x="&#34;"'],
    ["{{ {'b': [1, 2.0, none, true], 'a': 'é<'} | tojson }}", '{"a": "\\u00e9\\u003c", "b": [1, 2.0, null, true]}'],
    ["{{ {'b': {}, 'a': [1]} | tojson(2) }}", '{\n  "a": [\n    1\n  ],\n  "b": {}\n}'],
    [
      "{{ {1: 1, 2.5: 2} | tojson }} {{ '\\x7f\\n' | tojson }} {{ '😀' | tojson }}",
      '{"1": 1, "2.5": 2} "\\u007f\\n" "\\ud83d\\ude00"'
    ],
    ["{{ {'b': 1, 'a': 'x' * 70} | pprint }}", `{'a': '${"x".repeat(70)}',\n 'b': 1}`],
    [
      "{{ 'a b/ü&' | urlencode }} {{ {'q': 'a b', 'p': '/'} | urlencode }} {{ [('x', 1)] | urlencode }}",
      "a%20b/%C3%BC%26 q=a+b&p=%2F x=1"
    ],
    [
      "{{ 'see www.a.org, (http://b.de/x) or me@c.net.' | urlize }}",
      'see <a href="https://www.a.org" rel="noopener">www.a.org</a>, (<a href="http://b.de/x" rel="noopener">http://b.de/x</a>) or <a href="mailto:me@c.net">me@c.net</a>.'
    ],
    [
      "{{ 'http://abcdefgh.com' | urlize(10, true, '_top') }}",
      '<a href="http://abcdefgh.com" rel="nofollow noopener" target="_top">http://abc...</a>'
    ]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ {'a b': 1} | xmlattr }}", "template_evaluation_failed"],
    ["{{ {'k': missing} | tojson }}", "template_type_mismatch"],
    ["{{ {1: 1, 'a': 2} | tojson }}", "template_type_mismatch"],
    ["{{ range(3) | tojson }}", "template_type_mismatch"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})

describe("filters for what is missing", () => {
  it.each([
    ["{{ missing | default('d') }}{{ missing | d }}{{ '' | default('e', true) }}{{ none | default('n') }}", "deNone"],
    ["{{ 'abc' | attr('upper') is callable }}[{{ {'a': 1} | attr('a') }}]", "True[]"],
    ["[{{ missing | upper }}{{ missing | join }}{{ missing | list }}{{ missing | length }}]", "[[]0]"]
  ])("%s", (template, text) => {
    expect(rendered(template)).toBe(text)
  })

  it.each([
    ["{{ missing | int }}", "template_value_undefined"],
    ["{{ 5 | length }}", "template_type_mismatch"],
    ["{{ 5 | join }}", "template_type_mismatch"],
    ["{{ [1, 'a'] | sort }}", "template_type_mismatch"],
    ["{{ ['a'] | sum }}", "template_type_mismatch"],
    ["{{ 'a' | truncate(2, leeway=0) }}", "template_evaluation_failed"],
    ["{{ 'a' | upper(1) }}", "template_type_mismatch"],
    ["{{ 'a' | replace('b') }}", "template_type_mismatch"],
    ["{{ 'a' | replace('b', 'c', 1, 2) }}", "template_type_mismatch"],
    ["{{ 'a' | replace('b', 'c', old='d') }}", "template_type_mismatch"],
    ["{{ [1] | map | list }}", "template_evaluation_failed"],
    ["{{ [1] | select('nosuch') | list }}", "template_evaluation_failed"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})
