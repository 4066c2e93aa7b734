import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

describe("methods of text", () => {
  it.each([
    [
      "{{ 'a,b,c'.split(',', 1) }} {{ ' a  b '.split() }} {{ ' a b '.split(none, 1) }} {{ 'a,b,c'.rsplit(',', maxsplit=1) }}",
      "['a', 'b,c'] ['a', 'b'] ['a', 'b '] ['a,b', 'c']"
    ],
    ["{{ 'a\\r\\nb\\u2028c'.splitlines() }} {{ 'a\\nb'.splitlines(true) }}", "['a', 'b', 'c'] ['a\\n', 'b']"],
    [
      "{{ 'k=v=w'.partition('=') }} {{ 'k=v=w'.rpartition('=') }} {{ 'k'.partition('=') }}",
      "('k', '=', 'v=w') ('k=v', '=', 'w') ('k', '', '')"
    ],
    [
      "{{ '😀ab😀'.find('😀', 1) }} {{ 'abcabc'.rfind('bc') }} {{ 'abc'.find('z') }} {{ 'abcabc'.index('c', 3, 6) }} {{ 'aaaa'.count('aa') }} {{ 'abc'.count('') }}",
      "3 4 -1 5 2 4"
    ],
    [
      "{{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.startswith('b', 1) }} {{ 'abc'.endswith('') }} {{ 'a'.startswith('', 5) }}",
      "True True True False"
    ],
    [
      "{{ 'a-b'.replace('-', '$&') }} {{ 'ab'.join(['1', '2', '3']) }} {{ 'pre-x'.removeprefix('pre-') }} {{ 'x.md'.removesuffix('.md') }}",
      "a$&b 1ab2ab3 x x"
    ],
    [
      "[{{ 'a'.ljust(3, '.') }}{{ 'a'.rjust(3) }}{{ 'ab'.center(5, '*') }}{{ '-7'.zfill(4) }}{{ 'a\\tb'.expandtabs(4) }}]",
      "[a..  a**ab*-007a   b]"
    ],
    [
      "{{ 'hello wORLD'.title() }} {{ 'aB'.swapcase() }} {{ 'ÀÉ'.lower() }} {{ 'straße'.upper() }} {{ 'ß'.casefold() }}",
      "Hello World Ab àé STRASSE ss"
    ],
    [
      "{{ '12'.isdigit() }} {{ '½'.isnumeric() }} {{ 'ab1'.isalnum() }} {{ 'a b'.isalpha() }} {{ ' \\t'.isspace() }} {{ 'Ab Cd'.istitle() }} {{ 'a1'.isidentifier() }}",
      "True True True False True True True"
    ],
    ["{{ 'é'.encode() }} {{ 'é'.encode().decode() }} {{ 'é'.encode() | length }}", "b'\\xc3\\xa9' é 2"],
    ["{% set f = ' x '.strip %}[{{ f() }}] {{ '..a'.lstrip('.') }}", "[x] a"]
  ])("%s", (template, text) => {
    expect(rendered(template)).toBe(text)
  })
})

describe("methods of collections", () => {
  it.each([
    [
      "{% set l = [3, 1] %}{{ l.append(2) }} {{ l.insert(0, 0) }} {{ l }} {{ l.pop() }} {{ l.pop(0) }} {{ l.remove(3) }} {{ l }}",
      "None None [0, 3, 1, 2] 2 0 None [1]"
    ],
    [
      "{% set l = [2, 3, 1] %}{{ l.sort() or l }} {{ l.sort(reverse=true) or l }} {{ l.reverse() or l }} {{ l.extend('ab') or l }} {{ l.copy() == l }} {{ l.clear() or l }}",
      "[1, 2, 3] [3, 2, 1] [1, 2, 3] [1, 2, 3, 'a', 'b'] True []"
    ],
    [
      "{% macro key(v) %}{{ v.n }}{% endmacro %}{% set l = [{'n': 2}, {'n': 1}] %}{{ l.sort(key=key) or l }}",
      "[{'n': 1}, {'n': 2}]"
    ],
    ["{{ [1, 2, 1].count(1) }} {{ [1, 2].index(2) }} {{ (1, 2).index(1.0) }} {{ range(4).index(3) }}", "2 1 0 3"],
    [
      "{% set d = {'a': none} %}{{ d.get('a', 1) }} {{ d.get('b', 1) }} {{ d.setdefault('b', 2) }} {{ d.update({'c': 3}, e=5) }} {{ d }}",
      "None 1 2 None {'a': None, 'b': 2, 'c': 3, 'e': 5}"
    ],
    [
      "{% set d = {'a': 1, 'b': 2} %}{{ d.pop('a') }} {{ d.pop('z', 'no') }} {{ d.popitem() }} {{ d }} {{ d.copy() is sameas d }}",
      "1 no ('b', 2) {} False"
    ],
    [
      "{% set d = {'a': 1} %}{{ d.keys() }} {{ d.values() | list }} {{ d.items() }} {{ d.clear() or d }}",
      "dict_keys(['a']) [1] dict_items([('a', 1)]) {}"
    ],
    ["{% set a = [1] %}{% set b = a %}{{ b.append(a) }}{{ a }}", "None[1, [...]]"]
  ])("%s", (template, text) => {
    expect(rendered(template)).toBe(text)
  })

  it.each([
    ["{{ [].pop() }}", "template_evaluation_failed"],
    ["{{ {}.pop('a') }}", "template_evaluation_failed"],
    ["{{ [1].remove(2) }}", "template_evaluation_failed"],
    ["{{ [].append() }}", "template_type_mismatch"],
    ["{{ {}.update(5) }}", "template_type_mismatch"],
    ["{{ 'a'.split('') }}", "template_evaluation_failed"],
    ["{{ ','.join([1]) }}", "template_type_mismatch"],
    ["{{ 'a'.center('x') }}", "template_type_mismatch"],
    [
      "{% set d = {'a': 1} %}{% for k in d %}{% set _ = d.update({k ~ 'x': 1}) %}{% endfor %}",
      "template_evaluation_failed"
    ]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template)).toBe(code)
  })
})

describe("global functions", () => {
  it.each([
    ["{{ range(3) | list }} {{ range(5, 0, -2) | list }} {{ range(1, 3) }}", "[0, 1, 2] [5, 3, 1] range(1, 3)"],
    ["{{ dict(a=1) }} {{ dict([('k', 2)], m=3) }} {{ dict({'x': 1}) }}", "{'a': 1} {'k': 2, 'm': 3} {'x': 1}"],
    [
      "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.next() }}{{ c.reset() }}{{ c.next() }}",
      "abbaNonea"
    ],
    ["{% set j = joiner('; ') %}{% for i in 'ab' %}{{ j() }}{{ i }}{% endfor %}", "a; b"]
  ])("%s", (template, text) => {
    expect(rendered(template)).toBe(text)
  })
})
