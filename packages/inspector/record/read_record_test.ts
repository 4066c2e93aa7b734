import { assert, describe, expect, it } from "@effect/vitest"
import type { StoredRun } from "@flowglass/core"
import { Predicate, Result } from "effect"
import * as fc from "fast-check"
import { MadeRun } from "../_test_made_run.ts"
import { diffRuns } from "../diff/diff_runs.ts"
import { runView } from "../run_view.ts"
import { anyRun } from "./_test_any_run.ts"
import { readRecord } from "./read_record.ts"
import { writeRecord } from "./write_record.ts"

const edges = [{ id: "e", source: "a", target: "b", sourceHandle: "source" }]

const good = (): MadeRun =>
  new MadeRun([{ id: "a", type: "iteration" }, { id: "b" }], { edges })
    .started("a")
    .framed(1, "a", 0)
    .started("b", { frame: 1 })
    .finished("b", { frame: 1, outputs: { v: 1 } })
    .finished("a", { edges: [0], ready: [1] })
    .started("b")
    .ended("stopped", { failedNode: 1 })

const text = writeRecord(good())

/** What reading answers: the code and message, or `read`. */
const answer = (record: string): string =>
  Result.match(readRecord(record), {
    onFailure: (error) => `${error.code}: ${error.message}`,
    onSuccess: () => "read"
  })

const isObject = (data: unknown): data is Record<string, unknown> => Predicate.isObject(data)

/** The record with something else at a place. */
const changed = (path: ReadonlyArray<string | number>, value: unknown): string => {
  const data: unknown = JSON.parse(text)
  let place: unknown = data
  for (const step of path.slice(0, -1)) {
    const inner: unknown = Array.isArray(place)
      ? place[Number(step)]
      : isObject(place)
        ? place[String(step)]
        : undefined
    place = inner
  }
  const last = path.at(-1) ?? ""
  if (Array.isArray(place)) place[Number(last)] = value
  else if (isObject(place)) place[String(last)] = value
  return JSON.stringify(data)
}

/** Does everything with a run that people do with records. */
const useAll = (run: StoredRun): void => {
  const view = runView(run)
  const { node_outputs } = view.snapshot()
  for (const node of node_outputs) for (const output of node.outputs) view.output(node.node_id, output.name)
  view.changedSince(1)
  diffRuns(run, run)
  diffRuns(run, good())
  writeRecord(run)
}

describe("readRecord", () => {
  it("the record that the other tests damage is good", () => {
    expect(answer(text)).toBe("read")
  })

  it("refuses what is no record at all", () => {
    for (const other of ["", "{", "null", "[]", "1", '"x"', "app:\n  mode: workflow", "\ufeff{}"]) {
      expect(answer(other)).toMatch(/^record_invalid: The file (is not JSON|has no "flowglass_record")/)
    }
    expect(answer("{}")).toBe('record_invalid: The file has no "flowglass_record": 1, so it is no run record.')
    expect(answer('{"__proto__": {"flowglass_record": 1}}')).toContain("record_invalid")
  })

  it("tells a record of a later version from a wrong one", () => {
    expect(answer(changed(["flowglass_record"], 2))).toBe(
      "record_version_unsupported: The record has version 2; this Flowglass reads version 1."
    )
    for (const version of [0, -1, 0.5, "1", null, true, [1]]) {
      expect(answer(changed(["flowglass_record"], version))).toMatch(/^record_invalid/)
    }
  })

  it("a record that was cut off anywhere is refused", () => {
    for (let length = 0; length < text.length - 2; length += 7) {
      expect(answer(text.slice(0, length))).toMatch(/^record_invalid/)
    }
  })

  it("names the fact that is damaged, and does not repeat the file", () => {
    const huge = answer(changed(["facts", 1], { kind: "x".repeat(1_000_000) }))
    expect(huge).toMatch(/^record_invalid: The record is damaged: /)
    assert.isBelow(huge.length, 1000)
  })

  const outOfRange: ReadonlyArray<readonly [string, ReadonlyArray<string | number>, unknown]> = [
    ["a node that is not there", ["facts", 1, "node"], 2],
    ["a negative node", ["facts", 1, "node"], -1],
    ["a huge node", ["facts", 1, "node"], 9007199254740991],
    ["a frame that was not opened", ["facts", 3, "frame"], 7],
    ["a negative frame", ["facts", 3, "frame"], -1],
    ["an edge that is not there", ["facts", 5, "edges", 0], 1],
    ["a skipped edge that is not there", ["facts", 5, "edges", 0], ~1],
    ["a ready node that is not there", ["facts", 5, "ready", 0], 2],
    ["a container that is not there", ["facts", 2, "container"], 2],
    ["a frame inside one that was not opened", ["facts", 2, "parentFrame"], 5],
    ["a frame that is opened again", ["facts", 2, "frame"], 0],
    ["a failed node that is not there", ["facts", 7, "failedNode"], 2],
    ["an attempt out of nowhere", ["facts", 1, "attempt"], 1_000_000_000],
    ["a negative attempt", ["facts", 1, "attempt"], -1],
    ["a time without a date", ["times", 1, 0], 1e300],
    ["the end before the end", ["facts", 6, "kind"], "run_finished"],
    ["two nodes of one id", ["graph", "nodes", 1, "id"], "a"]
  ]
  for (const [what, path, value] of outOfRange) {
    it(`refuses ${what}`, () => {
      expect(answer(changed(path, value))).toMatch(/^record_invalid: The record is damaged: /)
    })
  }

  it("says which fact speaks of what is not there", () => {
    expect(answer(changed(["facts", 1, "node"], 2))).toBe(
      "record_invalid: The record is damaged: fact 2 (node_started) speaks of node 2 of 2."
    )
  })

  it("refuses facts out of order: the acceptance elsewhere, an end without a start, anything after the end", () => {
    const facts: ReadonlyArray<unknown> = JSON.parse(text).facts
    const times: ReadonlyArray<unknown> = JSON.parse(text).times
    const reordered = (order: ReadonlyArray<number>): string => {
      const record = { ...JSON.parse(text), facts: order.map((at) => facts[at]), times: order.map((at) => times[at]) }
      return answer(JSON.stringify(record))
    }
    expect(reordered([0, 1, 2, 3, 4, 5, 6, 7])).toBe("read")
    expect(reordered([0, 1, 2, 3])).toBe("read")
    for (const order of [[], [1, 0], [0, 0], [0, 5, 1], [0, 3], [0, 1, 7, 5], [0, 1, 1, 7, 7]]) {
      expect(reordered(order)).toMatch(/^record_invalid/)
    }
  })

  it("refuses facts and times that do not belong together", () => {
    for (const times of [undefined, null, {}, [], [[1, 1]], "x"]) {
      expect(answer(JSON.stringify({ ...JSON.parse(text), times }))).toMatch(/^record_invalid/)
    }
    for (const time of [null, [], [1], ["1", 1], [1, "1"], [1, 1.5], [null, 1], {}]) {
      expect(answer(changed(["times", 1], time))).toMatch(/^record_invalid/)
    }
    expect(answer(changed(["times", 4], [1, 1]))).toMatch(/^record_invalid/)
  })

  it("takes no number, epoch or time from the fact itself", () => {
    const run = Result.getOrThrow(readRecord(changed(["facts", 1, "seq"], 1e300)))
    expect(run.facts()[1]).toMatchObject({ seq: 2, epoch: 1, at: 1_779_780_873_000 })
  })

  it("JSON nested 5,000 or 100,000 levels deep is refused, not a RangeError", () => {
    for (const depth of [1001, 5000, 100_000]) {
      const deep = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
      const record = changed(["facts", 0, "inputs"], {}).replace('"inputs":{}', `"inputs":${deep}`)
      expect(answer(record)).toBe("record_invalid: The record is nested more than 1000 levels deep.")
      expect(answer("[".repeat(depth))).toMatch(/^record_invalid/)
    }
  })

  it("JSON nested as deep as is allowed can be used in every way", () => {
    const depth = 900
    const deep = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
    const record = text.replace('"outputs":{"v":1}', `"outputs":{"v":${deep}}`)
    assert.isTrue(record.includes(deep))
    useAll(Result.getOrThrow(readRecord(record)))
  })

  it("brackets in texts do not count as depth", () => {
    const record = text.replace('"outputs":{"v":1}', `"outputs":{"v":"${"[{".repeat(5000)}\\""}`)
    expect(answer(record)).toBe("read")
  })

  it("names such as __proto__ in a record are data", () => {
    const hostile = text
      .replace('"outputs":{"v":1}', '"outputs":{"__proto__":{"polluted":true},"constructor":1}')
      .replace('"inputs":{}', '"inputs":{"__proto__":{"polluted":true}},"__proto__":{"polluted":true}')
    const run = Result.getOrThrow(readRecord(hostile))
    useAll(run)
    assert.isUndefined(Reflect.get({}, "polluted"))
    expect(runView(run).node("b")?.outputs).toEqual([])
    expect(writeRecord(run)).toContain('"outputs":{"__proto__":{"polluted":true},"constructor":1}')
  })

  it("more than it knows is ignored", () => {
    expect(answer(changed(["comment"], "recorded on a Monday"))).toBe("read")
    expect(answer(changed(["facts", 1, "weather"], "rain"))).toBe("read")
  })

  it("whatever was done to a record, it is refused or can be used in every way", () => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(null, 0, -1, 1, 2, 1e300, 1.5, "", "run_finished", "node_finished", [], {}, true),
      fc.jsonValue()
    )
    const pathsOf = (data: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
      isObject(data) || Array.isArray(data)
        ? Object.entries(data).flatMap(([name, member]) => [[...path, name], ...pathsOf(member, [...path, name])])
        : []
    const mutate = (data: unknown, path: ReadonlyArray<string>, value: unknown): unknown => {
      const [name, ...rest] = path
      if (name === undefined) return value
      if (Array.isArray(data))
        return data.map((member, index) => (String(index) === name ? mutate(member, rest, value) : member))
      return isObject(data) ? { ...data, [name]: mutate(data[name], rest, value) } : data
    }
    let used = 0
    fc.assert(
      fc.property(anyRun, fc.array(fc.tuple(fc.nat(), values), { minLength: 1, maxLength: 3 }), (run, changes) => {
        let data: unknown = JSON.parse(writeRecord(run))
        for (const [place, value] of changes) {
          const paths = pathsOf(data)
          data = mutate(data, paths[place % Math.max(1, paths.length)] ?? [], value)
        }
        const result = readRecord(JSON.stringify(data))
        if (Result.isFailure(result)) {
          assert.isTrue(["record_invalid", "record_version_unsupported"].includes(result.failure.code))
          return
        }
        used++
        useAll(result.success)
      }),
      { numRuns: 400 }
    )
    assert.isAbove(used, 20)
  })
})
