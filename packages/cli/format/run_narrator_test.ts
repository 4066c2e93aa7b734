import { describe, expect, it } from "@effect/vitest"
import type { Fact, NodeFinished, RunGraph } from "@flowglass/core"
import { Effect } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { RunNarrator } from "./run_narrator.ts"
import { makeStyle } from "./style.ts"

const plain = makeStyle(false)

/** What is told of a run, with times replaced. */
const story = (
  run: { readonly graph: RunGraph; readonly facts: () => ReadonlyArray<Fact> },
  style = plain
): ReadonlyArray<string> => {
  const narrator = new RunNarrator(run.graph, style)
  return run
    .facts()
    .flatMap((fact) => narrator.tell(fact))
    .map((line) => line.replace(/[\d.]+ m?s( *)/, "TIME$1"))
}

const words = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line) => line.trim().split(/ +/).slice(0, 2).join(" "))

const base = { seq: 1, epoch: 1, version: 1, at: 0 } as const
const failure = { status: "failed", error: { code: "code_failed", type: "", message: "no" } } as const

const node = (id: string, type: string, parent?: string) => ({
  id,
  type,
  version: "1",
  title: id,
  data: {},
  outputs: [],
  ...(parent === undefined ? {} : { parent })
})

/** A container with one node in it. */
const graph: RunGraph = {
  name: "Loop",
  mode: "workflow",
  dslVersion: null,
  hash: "x",
  nodes: [node("start", "start"), node("loop", "iteration"), node("double", "code", "loop")],
  edges: [],
  root: "start",
  secretNames: []
}

const started = (index: number): Fact => ({ kind: "node_started", ...base, frame: 0, node: index, attempt: 0 })

const finished = (part: Partial<NodeFinished>): NodeFinished => ({
  kind: "node_finished",
  ...base,
  frame: 0,
  node: 0,
  attempt: 0,
  status: "succeeded",
  inputs: {},
  processData: {},
  outputs: {},
  metadata: {},
  mocked: false,
  elapsed: 1,
  edges: [],
  ready: [],
  ...part
})

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

  it.effect("breaks no line of a terminal; titles give way first", () => {
    const options = { ...greeting, mocks: { "node:greeter": { error: "boom ".repeat(30) } } }
    return Effect.map(
      storedRun("greet.yml", options, (text) =>
        text.replace("title: greeter", "title: Greets whoever comes along here")
      ),
      (run) => {
        expect(story(run)[2]).toMatch(/ {2}Greets whoever comes along here {2}/)
        const lines = story(run, makeStyle(false, 80))
        expect(lines[2]).toMatch(/^ {2}fail {2}greeter {3}Greets [^…]*… .* \(mocked\) mock_[^…]*…$/)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
      }
    )
  })

  it.effect("keeps forged lines out of titles", () =>
    Effect.map(storedRun("hostile.yml"), (run) => {
      const lines = story(run)
      expect(lines).toHaveLength(4)
      // oxlint-disable-next-line no-control-regex
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

  it("adds up the rounds of a container, however many there are", () => {
    const rounds = Array.from({ length: 1000 }, (_, round) =>
      finished({ frame: round + 1, node: 2, elapsed: 2, ...(round === 7 ? failure : {}) })
    )
    const lines = story({
      graph,
      facts: () => [started(0), started(1), ...rounds, finished({ frame: 0, node: 1, elapsed: 5 })]
    })
    expect(lines).toEqual([
      "  ok    loop    iteration  TIME",
      "    fail  double  code       TIME     1000 rounds code_failed: no"
    ])
  })

  it("says that an attempt failed and another follows, and that somebody is waited for", () => {
    const retried = {
      kind: "node_retried",
      ...base,
      frame: 0,
      node: 2,
      attempt: 0,
      error: failure.error,
      delay: 1,
      inputs: {},
      processData: {}
    } as const
    const waiting = { kind: "node_paused", ...base, frame: 0, node: 1, attempt: 0, reason: {} } as const
    const paused = { kind: "run_paused", ...base, reasons: [] } as const
    expect(story({ graph, facts: () => [retried, waiting, paused] })).toEqual([
      "    retry double  code                 attempt 1: code_failed: no",
      "  wait  loop    iteration            waits for somebody",
      "paused"
    ])
  })
})
