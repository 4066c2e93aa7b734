import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { compileTemplate } from "./compile_template.ts"
import { TemplateCache } from "./template_cache.ts"

const template = Result.getOrThrow(compileTemplate("any"))

describe("TemplateCache", () => {
  it("forgets what was used longest ago", () => {
    const cache = new TemplateCache({ templates: 2, length: 100 })
    cache.add("a", template)
    cache.add("b", template)
    cache.get("a")
    cache.add("c", template)
    expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([template, undefined, template])
  })

  it("holds so much text and no more, however few templates it is", () => {
    const cache = new TemplateCache({ templates: 10, length: 5 })
    cache.add("aaa", template)
    cache.add("bbb", template)
    expect([cache.get("aaa"), cache.size]).toEqual([undefined, 1])
    cache.add("longer than all", template)
    expect(cache.size).toBe(0)
    cache.add("ccc", template)
    expect(cache.get("ccc")).toBe(template)
  })
})
