import { describe, expect, it } from "@effect/vitest"
import { failureCode, rendered } from "../_test_try_template.ts"

const variables = { l: ["a", "b", "c", "d"], s: "né😀lo", d: { items: [1], a: null, "0": "zero" }, n: null, f: 1.5 }

describe("attributes, items and slices", () => {
  it.each([
    ["{{ l[0] }}{{ l[-1] }}{{ l.1 }}{{ l[true] }}[{{ l[9] }}{{ l['x'] }}{{ l[1.0] }}]", "adbb[]"],
    ["{{ s[0] }}{{ s[2] }}{{ s[-1] }}[{{ s[9] }}] {{ s | length }}", "n😀o[] 5"],
    [
      "{{ l[1:] }} {{ l[:-1] }} {{ l[::-2] }} {{ l[5:] }} {{ l[-9:2] }}",
      "['b', 'c', 'd'] ['a', 'b', 'c'] ['d', 'b'] [] ['a', 'b']"
    ],
    ["{{ s[1:3] }} {{ s[::-1] }} {{ (1, 2, 3)[1:] }} {{ range(9)[2:7:2] }}", "é😀 ol😀én (2, 3) range(2, 7, 2)"],
    ["{{ d.a }} {{ d['items'] }} {{ d.items is callable }} {{ d['0'] }} [{{ d.zz }}]", "None [1] True zero []"],
    ["[{{ n.x }}{{ n[0] }}{{ f.x }}{{ l.x }}{{ s.x }}]", "[]"],
    ["{{ 3.real }} {{ (7).bit_length() }} {{ f.is_integer() }} {{ range(3).stop }}", "3 3 False 3"]
  ])("%s", (template, text) => {
    expect(rendered(template, variables)).toBe(text)
  })

  it.each([
    ["{{ d.zz.y }}", "template_value_undefined"],
    ["{{ d.zz['y'] }}", "template_value_undefined"],
    ["{{ missing[1:] }}", "template_value_undefined"],
    ["{{ l.upper() }}", "template_value_undefined"],
    ["{{ n[1:] }}", "template_type_mismatch"],
    ["{{ l['a':] }}", "template_type_mismatch"],
    ["{{ l[::0] }}", "template_evaluation_failed"]
  ])("%s fails with %s", (template, code) => {
    expect(failureCode(template, variables)).toBe(code)
  })

  it("data may have names that begin with underscores", () => {
    expect(rendered("{{ d.__typename | default('none') }}", { d: { __typename: "User" } })).toBe("User")
    expect(rendered("{{ d.__typename | default('none') }}", { d: {} })).toBe("none")
  })
})
