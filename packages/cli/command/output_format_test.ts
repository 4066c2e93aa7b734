import { describe, expect, it } from "@effect/vitest"
import { chosenFormat, formatIn } from "./output_format.ts"

describe("output format", () => {
  it.each([
    [["run", "a.yml"], "text"],
    [["run", "--json", "a.yml"], "json"],
    [["run", "--json=yes"], "json"],
    [["run", "--json=no"], "text"],
    [["run", "--format", "json"], "json"],
    [["run", "--format=ndjson"], "ndjson"],
    [["--nonsense", "--format", "json"], "json"],
    [["run", "--", "--json"], "text"],
    [["run", "json"], "text"],
    [[], "text"]
  ] as const)("errors of %j are told as %s", (args, format) => {
    expect(formatIn(args)).toBe(format)
  })

  it("takes --json for --format json", () => {
    expect(chosenFormat({ format: "text", json: true })).toBe("json")
    expect(chosenFormat({ format: "ndjson", json: false })).toBe("ndjson")
  })
})
