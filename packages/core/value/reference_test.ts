import { describe, expect, it } from "@effect/vitest"
import { templateParts } from "./reference.ts"

const shape = (template: string): ReadonlyArray<string> =>
  templateParts(template).map((part) => (part.kind === "text" ? part.text : `<${part.selector.join("|")}>`))

describe("templateParts", () => {
  it.each([
    ["", []],
    ["plain", ["plain"]],
    ["Hi {{#start.name#}}!", ["Hi ", "<start|name>", "!"]],
    ["{{#a.b#}}{{#a.c.d#}}", ["<a|b>", "<a|c|d>"]],
    ["{{#1755203872773.i#}}", ["<1755203872773|i>"]],
    ["{{{#a.b#}}}", ["{", "<a|b>", "}"]],
    ["{{#sys#}}", ["{{#sys#}}"]],
    ["{{#context#}}", ["{{#context#}}"]],
    ["{{#a-b.c#}}", ["{{#a-b.c#}}"]],
    ["{{# a.b #}}", ["{{# a.b #}}"]],
    ["{{#a.1b#}}", ["{{#a.1b#}}"]],
    ["{{#a..b#}}", ["{{#a..b#}}"]],
    ["{{a.b}}", ["{{a.b}}"]],
    [`{{#${"n".repeat(50)}.x#}}`, [`<${"n".repeat(50)}|x>`]],
    [`{{#${"n".repeat(51)}.x#}}`, [`{{#${"n".repeat(51)}.x#}}`]],
    [`{{#a.${"x".repeat(30)}#}}`, [`<a|${"x".repeat(30)}>`]],
    [`{{#a.${"x".repeat(31)}#}}`, [`{{#a.${"x".repeat(31)}#}}`]],
    [`{{#a${".x".repeat(11)}#}}`, [`{{#a${".x".repeat(11)}#}}`]]
  ])("%j", (template, parts) => {
    expect(shape(template)).toEqual(parts)
  })

  it("a template made of openings takes linear time", () => {
    const started = performance.now()
    expect(shape("{{#a".repeat(100_000))).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
