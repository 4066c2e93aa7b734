import { describe, expect, it } from "@effect/vitest"
import type { StoredRun } from "@flowglass/core"
import { runView } from "@flowglass/inspector"
import { Effect } from "effect"
import { greeting, storedRun } from "../fixtures/stored_run.ts"
import { snapshotTable } from "./snapshot_table.ts"
import { makeStyle } from "./style.ts"
import { columnsOf } from "./text_table.ts"

const table = (run: StoredRun, coloured = false): ReadonlyArray<string> =>
  snapshotTable(runView(run).snapshot(), run.graph, makeStyle(coloured))

const row = (lines: ReadonlyArray<string>, node: string): string =>
  lines.find((line) => line.startsWith(`${node} `))?.replace(/ +/g, " ") ?? ""

describe("the table of a snapshot", () => {
  it.effect("shows declared outputs of every node, run or not", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const lines = table(run)
      expect(row(lines, "node")).toBe("node status output declared took")
      expect(row(lines, "greeter")).toMatch(/^greeter ready text = "Hello Ada" string [\d.]+ ms \(mocked\)$/)
      expect(row(lines, "apology")).toBe("apology pending output string not run")
      expect(lines.some((line) => / not_produced +files +array\[file\]$/.test(line))).toBe(true)
    })
  )

  it.effect("shows why a node failed before its outputs", () =>
    Effect.map(storedRun("greet.yml", { ...greeting, mocks: { "node:greeter": { error: "boom" } } }), (run) => {
      expect(row(table(run), "greeter")).toMatch(/^greeter failed mock_failure: boom /)
    })
  )

  it.effect("shows titles where they tell more than ids", () =>
    Effect.map(
      storedRun("greet.yml", greeting, (text) => text.replace("title: greeter", "title: Says hello")),
      (run) => {
        expect(row(table(run), "node")).toBe("node title status output declared took")
        expect(row(table(run), "greeter")).toMatch(/^greeter Says hello ready /)
      }
    )
  )

  it.effect("never shows a secret", () =>
    Effect.map(storedRun("greet.yml", { ...greeting, inputs: { name: "sk-very-secret-token" } }), (run) => {
      expect(table(run).join("\n")).not.toContain("sk-very-secret-token")
    })
  )

  it.effect("fits into the columns of a terminal", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      const lines = snapshotTable(runView(run).snapshot(), run.graph, makeStyle(false, 80))
      expect(Math.max(...table(run).map(columnsOf))).toBeGreaterThan(80)
      expect(Math.max(...lines.map(columnsOf))).toBe(80)
      expect(lines.find((line) => line.startsWith("greeter "))).toMatch(/ text = "Hello Ada" .*\(mocked\)$/)
    })
  )

  it.effect("is aligned with colours and without", () =>
    Effect.map(storedRun("greet.yml", greeting), (run) => {
      // oxlint-disable-next-line no-control-regex
      const uncoloured = table(run, true).map((line) => line.replace(/\u001b\[\d+m/g, "").trimEnd())
      expect(table(run, true).join("")).toContain("\u001b[32mready")
      expect(uncoloured).toEqual(table(run))
    })
  )

  it.effect("cannot be steered by titles and values", () =>
    Effect.map(storedRun("hostile.yml"), (run) => {
      // oxlint-disable-next-line no-control-regex
      for (const line of table(run)) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    })
  )
})
