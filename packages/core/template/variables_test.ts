import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "../value/file_value.ts"
import { Float, float, integer } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { failureCode, rendered } from "./_test_try_template.ts"

describe("the variables of a template", () => {
  it("show as Python shows them", () => {
    const all = [1, float(1), 2.5, true, null, "it's", integer(2n ** 70n), [], {}, float(1e16), new Float(-0)]
    expect(rendered("{{ all }}", { all })).toBe(
      `[1, 1.0, 2.5, True, None, "it's", 1180591620717411303424, [], {}, 1e+16, -0.0]`
    )
  })

  it("are never changed by a template", () => {
    const list = [3, 1]
    const object = { deep: { list: [1] } }
    const template =
      "{{ list.append(9) or list.sort() or list }} {{ object.deep.list.clear() or object.update(a=1) or object }}"
    expect(rendered(template, { list, object })).toBe("[1, 3, 9] {'deep': {'list': []}, 'a': 1}")
    expect(list).toEqual([3, 1])
    expect(object).toEqual({ deep: { list: [1] } })
  })

  it("are one object wherever a template reaches them", () => {
    expect(
      rendered("{% set a = o.l %}{% set _ = a.append(2) %}{{ o.l }} {{ o.l is sameas a }}", { o: { l: [1] } })
    ).toBe("[1, 2] True")
  })

  it("files are the dictionaries that Dify makes of them", () => {
    const file = new FileValue({ type: "document", transfer_method: "remote_url", filename: "a.pdf", size: 2048 })
    expect(
      rendered("{{ f.filename }} {{ f.size | filesizeformat }} {{ f.mime_type }} {{ f is mapping }}", { f: file })
    ).toBe("a.pdf 2.0 kB None True")
  })

  it("hide global functions of the same name, and are hidden by what the template sets", () => {
    expect(rendered("{{ range }} {% set dict = 1 %}{{ dict }}", { range: "mine" })).toBe("mine 1")
  })

  it("names of JavaScript are only names", () => {
    const names = objectFrom([
      ["__proto__", "p"],
      ["constructor", "c"],
      ["toString", "t"]
    ])
    expect(rendered("{{ o.__proto__ }}{{ o['constructor'] }}{{ o.toString }}", { o: names })).toBe("pct")
    expect(rendered("{{ o }}", { o: names })).toBe("{'__proto__': 'p', 'constructor': 'c', 'toString': 't'}")
    expect(
      rendered("[{{ o.__proto__ }}{{ o.constructor }}{{ l.length }}{{ s.toUpperCase }}]", { o: {}, l: [1], s: "a" })
    ).toBe("[]")
    expect(rendered("[{{ toString }}{{ __proto__ }}{{ hasOwnProperty }}]")).toBe("[]")
    expect(failureCode("{{ o.hasOwnProperty('a') }}", { o: { a: 1 } })).toBe("template_value_undefined")
  })
})
