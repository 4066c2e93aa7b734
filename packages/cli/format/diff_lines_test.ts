import { describe, expect, it } from "@effect/vitest"
import { diffRuns } from "@flowglass/inspector"
import { Effect } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { diffLines } from "./diff_lines.ts"
import { makeStyle } from "./style.ts"

const plain = makeStyle(false)

describe("a comparison for people", () => {
  it.effect("says that nothing differs", () =>
    Effect.gen(function* () {
      const left = yield* storedRun("greet.yml", greeting)
      const right = yield* storedRun("greet.yml", greeting)
      expect(diffLines(diffRuns(left, right), plain)).toEqual(["equal"])
    })
  )

  it.effect("puts causes before what follows from them", () =>
    Effect.gen(function* () {
      const cold = { ...greeting, inputs: { name: "Ada", mood: "cold" } }
      const left = yield* storedRun("greet.yml", cold)
      const right = yield* storedRun("greet.yml", cold, (text) => text.replace("Sorry, ", "No, "))
      const lines = diffLines(diffRuns(left, right), plain)
      expect(lines.slice(0, 3)).toEqual([
        "different  first at apology",
        "causes",
        "  apology  (changed: configuration)"
      ])
      expect(lines[3]).toContain('outputs.output  "Sorry, Ada." -> ')
      const consequences = lines.indexOf("consequences")
      expect(lines.slice(consequences).filter((line) => /^ {2}\w/.test(line))).toEqual(["  greeting", "  end"])
    })
  )

  it.effect("shows what the runs were given before everything else", () =>
    Effect.gen(function* () {
      const left = yield* storedRun("greet.yml", greeting)
      const mocks = { "node:greeter": { text: "Hi \u001b[2JAda" } }
      const right = yield* storedRun("greet.yml", { ...greeting, mocks })
      const lines = diffLines(diffRuns(left, right), plain)
      expect(lines[1]).toBe("given")
      // oxlint-disable-next-line no-control-regex
      for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f]/)
    })
  )
})
