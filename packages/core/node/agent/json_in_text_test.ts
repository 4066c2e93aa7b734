import { describe, expect, it } from "@effect/vitest"
import { jsonObjectInText } from "./json_in_text.ts"

describe("the JSON object in a text", () => {
  const texts: ReadonlyArray<readonly [string, object | undefined]> = [
    ['{"a": 1}', { a: 1 }],
    [' \n{"a": 1}\n', { a: 1 }],
    ['Sure:\n```json\n{"a": 1}\n```\nDone.', { a: 1 }],
    ['```\n{"a": 1}\n```', { a: 1 }],
    ['As [1] says, it is {"a": "}"} today.', { a: "}" }],
    ['{"a": "\\"}"} and more', { a: '"}' }],
    ["[1, 2]", undefined],
    ["[]", undefined],
    ["no braces", undefined],
    ["{", undefined],
    ["{}}", {}],
    ["", undefined],
    ["```json", undefined],
    ["null", undefined]
  ]
  it.each(texts)("of %j is %j", (text, object) => {
    expect(jsonObjectInText(text)).toEqual(object === undefined ? undefined : expect.objectContaining(object))
  })

  it("hostile: megabytes of braces, fences and blanks are read in linear time", () => {
    const size = 5_000_000
    for (const text of ["{".repeat(size), "```".repeat(size / 3), `\`\`\`${" ".repeat(size)}`, '{"'.repeat(size / 2)]) {
      const before = performance.now()
      expect(jsonObjectInText(text)).toBeUndefined()
      expect(performance.now() - before).toBeLessThan(2000)
    }
  })

  it("hostile: 5,000 levels are not JSON here", () => {
    expect(jsonObjectInText('{"a":'.repeat(5000) + "1" + "}".repeat(5000))).toBeUndefined()
  })
})
