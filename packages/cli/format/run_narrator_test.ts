import type { Fact, NewFact, RunGraph, StoredRun } from "@flowglass/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { RunNarrator } from "./run_narrator.ts"
import { makeStyle } from "./style.ts"

const plain = makeStyle(false)

/** What is told of a run, with times replaced. */
const story = (run: { readonly graph: RunGraph; readonly facts: () => ReadonlyArray<Fact> }): ReadonlyArray<string> => {
  const narrator = new RunNarrator(run.graph, plain)
  return run
    .facts()
    .flatMap((fact) => narrator.tell(fact))
    .map((line) => line.replace(/[\d.]+ m?s( *)/, "TIME$1"))
}

const words = (lines: ReadonlyArray<string>): ReadonlyArray<string> => lines.map((line) => line.trim().split(/ +/).slice(0, 2).join(" "))

describe("telling a run", () => {
  it.effect("says of each node how it ended, which way it took and what it cost", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const lines = story(run)
      expect(words(lines)).toEqual([
        "ok start",
        "ok route",
        "ok greeter",
        "ok greeting",
        "ok end",
        "skip apology",
        "succeeded TIME"
      ])
      expect(lines[1]).toMatch(/-> warm$/)
      expect(lines[2]).toMatch(/\(mocked\)$/)
      expect(lines.at(-1)).toMatch(/look inside: flowglass inspect last greeter$/)
    })
  )

  it.effect("says why a node failed, and where to look", () =>
    Effect.map(storedRun("greet.yml", { ...greeting, mocks: { "node:greeter": { error: "boom\nbang" } } }), (run) => {
      const lines = story(run)
      expect(lines[2]).toMatch(/^ {2}fail {2}greeter .*mock_failure: boom$/)
      expect(words(lines).slice(3)).toEqual(["skip apology", "skip greeting", "skip end", "failed TIME"])
      expect(lines.at(-1)).toMatch(/flowglass inspect last greeter$/)
    })
  )

  it.effect("keeps forged lines out of titles", () =>
    Effect.map(storedRun("hostile.yml"), (run) => {
      const lines = story(run)
      expect(lines).toHaveLength(4)
      for (const line of lines) expect(line).not.toMatch(/[\n\r\u001b\u009b\u202e]/)
    })
  )

  it.effect("keeps the columns below each other although lines are told one by one", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const ends = story(run).flatMap((line) => {
        const found = /^( {2}\w+ +\w+ +)(start|if-else|llm|template-transform|variable-aggregator|end) /.exec(line)
        return found === null ? [] : [found[1]?.length]
      })
      expect(new Set(ends).size).toBe(1)
    })
  )
})
