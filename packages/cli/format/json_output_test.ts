import { describe, expect, it } from "@effect/vitest"
import { jsonOutput } from "./json_output.ts"

describe("json output", () => {
  it("is exact, but cannot steer a terminal", () => {
    const hostile = { "a\u009b2J": "\u001b[2J\u0085\u202e\u2028é" }
    const text = jsonOutput(hostile)
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
    expect(text).toContain("é")
    expect(JSON.parse(text)).toEqual(hostile)
  })

  it("writes big integers with all their digits, and nothing as null", () => {
    expect(jsonOutput({ id: 9007199254740993n })).toBe('{"id":9007199254740993}')
    expect(jsonOutput(undefined)).toBe("null")
  })
})
