import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { ada, CommandHome, greet } from "./fixtures/command_home.ts"

const place = new CommandHome()
afterAll(() => place.remove())

const { flowglass, folder } = place

describe("inspect, diff and test", () => {
  it.live("look at the same run by last, by the beginning of its id and as a file", () =>
    Effect.gen(function* () {
      const record = join(folder, "a record.json")
      const run = yield* flowglass("run", greet, ...ada, "--record", record, "--json")
      const id: string = JSON.parse(run.stdout).run_id
      const [first, ...others] = yield* Effect.forEach(["last", id, id.slice(0, 20), record], (name) =>
        flowglass("inspect", name, "--json")
      )
      expect(JSON.parse(first?.stdout ?? "").workflow_run_id).toBe(id)
      for (const other of others) expect(other).toEqual(first)
    })
  )

  it.live("show a table, a node and a whole value", () =>
    Effect.gen(function* () {
      yield* flowglass("run", greet, ...ada)
      const table = yield* flowglass("inspect", "last")
      expect(table.stdout).toMatch(/^Greet {2}run \S{13} {2}succeeded/)
      expect(table.stdout).toMatch(/\napology +pending +output +string +not run/)
      const node = yield* flowglass("inspect", "last", "greeter")
      expect(node.stdout).toMatch(
        /^greeter {2}llm {2}ready .*\(mocked\)\n\noutputs\n +ready +string +text = "Hello Ada"/
      )
      const output = yield* flowglass("inspect", "last", "greeter", "text")
      expect(output).toEqual({ exitCode: 0, stdout: "Hello Ada", stderr: "" })
      const pending = yield* flowglass("inspect", "last", "apology", "output")
      expect(pending).toMatchObject({ exitCode: 0, stdout: "" })
      expect(pending.stderr).toMatch(/^pending: /)
    })
  )

  it.live("follow a run that has ended to its end, which is there", () =>
    Effect.gen(function* () {
      yield* flowglass("run", greet, ...ada)
      const text = yield* flowglass("inspect", "last", "--follow")
      expect(text).toMatchObject({ exitCode: 0, stderr: "" })
      expect(text.stdout.split("\n").at(-1)).toBe("succeeded")
      const events = yield* flowglass("inspect", "last", "-f", "--format", "ndjson")
      expect(events.stdout.split("\n").map((line) => JSON.parse(line).event)).toEqual([
        "snapshot",
        "workflow_run_completed"
      ])
      const json = yield* flowglass("inspect", "last", "--follow", "--json")
      expect(json).toEqual(yield* flowglass("inspect", "last", "--json"))
      const line = yield* flowglass("inspect", "last", "--format", "ndjson")
      expect(JSON.parse(line.stdout)).toEqual(JSON.parse(json.stdout))
      expect(line.stdout).not.toContain("\n")
    })
  )

  it.live("show what a workflow file promises", () =>
    Effect.gen(function* () {
      const { stdout } = yield* flowglass("inspect", greet, "--json")
      expect(JSON.parse(stdout).workflow_run_status).toBe("scheduled")
      expect((yield* flowglass("inspect", greet)).stdout).toMatch(/^Greet {2}never run\n/)
      const views: ReadonlyArray<{ node_status: string }> = JSON.parse(stdout).node_outputs
      expect(views).toHaveLength(6)
      expect(views.every((view) => view.node_status === "idle")).toBe(true)
    })
  )

  it.live("end with 1 when something differs", () =>
    Effect.gen(function* () {
      const [left, right] = [join(folder, "left.json"), join(folder, "right.json")]
      yield* flowglass("run", greet, ...ada, "--record", left)
      yield* flowglass(
        "run",
        greet,
        "--inputs",
        '{"name": "Bob", "mood": "cold"}',
        "--mock-externals",
        "--record",
        right
      )
      expect(yield* flowglass("diff", left, left)).toEqual({ exitCode: 0, stdout: "equal", stderr: "" })
      const diff = yield* flowglass("diff", left, right)
      expect(diff.exitCode).toBe(1)
      expect(diff.stdout).toMatch(/^different {2}first at \S+/)
      const json = yield* flowglass("diff", left, "last", "--json")
      expect(json.exitCode).toBe(1)
      expect(JSON.parse(json.stdout).equal).toBe(false)
      const tested = yield* flowglass("test", left, right)
      expect(tested).toMatchObject({ exitCode: 0, stderr: "" })
      expect(tested.stdout.split("\n").map((line) => line.slice(0, 2))).toEqual(["ok", "ok"])
    })
  )

  it.live("test a record against another version of its workflow", () =>
    Effect.gen(function* () {
      const record = join(folder, "cold.json")
      const workflow = join(folder, "changed.yml")
      writeFileSync(workflow, readFileSync(greet, "utf8").replace("Sorry, ", "No, "))
      const cold = ["run", greet, "--inputs", '{"name": "Ada", "mood": "cold"}', "--mock-externals"]
      yield* flowglass(...cold, "--record", record)
      const tested = yield* flowglass("test", record, "--workflow", workflow)
      expect(tested.exitCode).toBe(1)
      expect(tested.stdout).toMatch(/^fail {2}.*cold\.json\n {2}different {2}first at apology\n/)
    })
  )
})
