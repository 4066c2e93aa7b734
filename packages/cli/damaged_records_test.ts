import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass "))
afterAll(() => rmSync(folder, { recursive: true }))

const home = join(folder, "home")
const flowglass = (...args: ReadonlyArray<string>) => runInProcess(args, { FLOWGLASS_HOME: home })
const greet = fixture("greet.yml")
const ada = ["--inputs", '{"name": "Ada"}', "--mock-externals"]

const good = join(folder, "good.json")
const damaged = join(folder, "damaged.json")
const misconfigured = join(folder, "misconfigured.json")

beforeAll(() =>
  Effect.runPromise(
    Effect.map(flowglass("run", greet, ...ada, "--record", good), ({ exitCode }) => {
      expect(exitCode).toBe(0)
      const text = readFileSync(good, "utf8")
      writeFileSync(damaged, text.replace('"id":"greeter","type":"llm"', '"id":"greeter","type":5'))
      writeFileSync(misconfigured, text.replace('"provider":"langgenius/openai/openai"', '"provider":5'))
      expect(readFileSync(damaged, "utf8")).not.toBe(text)
      expect(readFileSync(misconfigured, "utf8")).not.toBe(text)
    })
  )
)

describe("a damaged record", () => {
  it.live.each([
    ["inspect", [damaged]],
    ["diff", [good, damaged]],
    ["test", [damaged]]
  ] as const)("is named by %s, with the field that is damaged", ([verb, files]) =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* flowglass(verb, ...files)
      expect(exitCode).toBe(34)
      expect(stderr).toContain(`error record_invalid: ${damaged}: The record is damaged: /graph/nodes/`)
      expect(stderr).toMatch(/\/graph\/nodes\/\d+\/type: expected string/)
    })
  )

  it.live("whose graph cannot be loaded is an error of the record, not of a workflow file", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* flowglass("test", misconfigured)
      expect(exitCode).toBe(34)
      expect(stderr).toContain(`error record_invalid: ${misconfigured}: The record is damaged: node "greeter"`)
    })
  )

  it.live("does not keep the others from being tested; the worst exit code wins", () =>
    Effect.gen(function* () {
      const text = yield* flowglass("test", damaged, good, "nowhere.json", good)
      expect(text.exitCode).toBe(34)
      expect(text.stdout.split("\n").map((line) => line.split(/ +/)[0])).toEqual(["error", "ok", "error", "ok"])
      expect(text.stderr.match(/^error \w+/gm)).toEqual(["error record_invalid", "error record_unreadable"])
      const json = yield* flowglass("test", damaged, good, "--json")
      expect(json.exitCode).toBe(34)
      expect(JSON.parse(json.stdout)).toMatchObject([
        { record: damaged, error: { code: "record_invalid", status: 400 } },
        { record: good, equal: true }
      ])
      expect(JSON.parse(json.stderr).message).toContain(damaged)
    })
  )

  it.live("among the kept runs is passed over, and named", () => {
    const runs = join(home, "runs")
    mkdirSync(runs, { recursive: true })
    const newest = "ffffffff-0000-7000-8000-000000000000"
    writeFileSync(join(runs, `${newest}.json`), "{")
    return Effect.gen(function* () {
      const { exitCode, stdout, stderr } = yield* flowglass("inspect", "last", "greeter", "text")
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "This is a mocked LLM response" })
      expect(stderr).toMatch(/^warning record_invalid: .*ffffffff-0000.*passed over\.$/)
      // Asked for by its name it is an error.
      expect((yield* flowglass("inspect", "ffffffff")).exitCode).toBe(34)
      for (const name of readdirSync(runs)) writeFileSync(join(runs, name), "{")
      expect(yield* flowglass("inspect", "last")).toMatchObject({ exitCode: 33, stdout: "" })
    }).pipe(Effect.ensuring(Effect.sync(() => rmSync(runs, { recursive: true }))))
  })
})

describe("a configuration that was changed", () => {
  it.live("is told where the answer is the recorded one, and is no difference", () => {
    const workflow = join(folder, "changed.yml")
    const text = readFileSync(greet, "utf8")
    writeFileSync(workflow, text.replace("Greet {{", "Welcome {{"))
    return Effect.gen(function* () {
      expect(readFileSync(workflow, "utf8")).not.toBe(text)
      const tested = yield* flowglass("test", good, "--workflow", workflow)
      expect(tested).toMatchObject({ exitCode: 0, stderr: "" })
      const note = "the configuration of greeter was changed; its answer is the recorded one"
      expect(tested.stdout).toMatch(new RegExp(`^ok .*\\n.*${note}$`))
      const json = yield* flowglass("test", good, "--workflow", workflow, "--json")
      expect(JSON.parse(json.stdout)).toMatchObject([
        { equal: true, changed: [{ node_id: "greeter", answer: "recorded" }] }
      ])
      yield* flowglass("run", workflow, ...ada)
      const diff = yield* flowglass("diff", good, "last")
      expect(diff).toMatchObject({ exitCode: 0, stderr: "" })
      expect(diff.stdout).toMatch(/^equal\n.*greeter was changed; its answer is a mock$/)
    })
  })
})
