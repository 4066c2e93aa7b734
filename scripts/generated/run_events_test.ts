import { describe, expect, it } from "@effect/vitest"
import { RunEvent } from "../../packages/core/run/run_event.ts"
import { eventFields, runEvents } from "./run_events.ts"

const rowsIn = (text: string) =>
  [...text.matchAll(/^\| `([a-z_]+)` \| (.+?) \| (.*) \|$/gm)].map(([, name = "", second = "", third = ""]) => ({
    name,
    second,
    third
  }))

describe("runEvents", () => {
  it("lists every event once, each with a sentence", () => {
    const rows = rowsIn(runEvents())
    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      RunEvent.members.map(({ fields }) => fields.event.literal).toSorted()
    )
    for (const { second } of rows) expect(second).toMatch(/^[A-Z].+\.$/)
  })

  it("shows what an event has beside others of its kind", () => {
    const row = (name: string) => rowsIn(runEvents()).find((one) => one.name === name)?.third
    expect(row("node_retry")).toBe("`title`, `inputs`, `process_data`, `error`, `retry_index`, `delay_ms`")
    expect(row("run_failed")).toMatch(/`error`, `node_id` \(optional\)$/)
    expect(row("edge_taken")).toBe("")
  })
})

describe("eventFields", () => {
  it("explains every field of every event", () => {
    const known = new Set(RunEvent.members.flatMap(({ fields }) => Object.keys(fields)))
    const rows = rowsIn(eventFields())
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...known].toSorted())
    for (const { third } of rows) expect(third).toMatch(/^\S.+/)
  })

  it("knows integers from numbers, lists from objects", () => {
    const types = new Map(rowsIn(eventFields()).map(({ name, second }) => [name, second]))
    expect(["seq", "at", "outputs", "selector", "mocked", "value"].map((name) => types.get(name))).toEqual([
      "integer",
      "number",
      "object",
      "array",
      "boolean",
      "any"
    ])
  })
})
