import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { CommandHome, greet } from "./fixtures/command_home.ts"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"

const place = new CommandHome()
afterAll(() => place.remove())

const { flowglass, home } = place

describe("what a file needs", () => {
  it.live("validate lists problems and ends with the exit code of files", () =>
    Effect.gen(function* () {
      const broken = yield* flowglass("validate", fixture("broken.yml"), "--json")
      expect(broken.exitCode).toBe(20)
      const report = JSON.parse(broken.stdout)
      expect(report.valid).toBe(false)
      expect(report.problems.length).toBeGreaterThanOrEqual(2)
      const valid = yield* flowglass("validate", greet)
      expect(valid).toMatchObject({ exitCode: 0, stderr: "" })
      expect(valid.stdout).toMatch(/greet\.yml {2}valid {2}0 errors, 0 warnings$/)
    })
  )

  it.live("doctor says of each node what it needs here", () =>
    Effect.gen(function* () {
      const needs = yield* flowglass("doctor", fixture("needs.yml"), "--json")
      expect(needs.exitCode).toBe(22)
      expect(JSON.parse(needs.stdout)).toMatchObject({
        runs: false,
        inputs: [{ name: "city", required: true, options: ["Berlin", "Rome"] }],
        nodes: [
          { node_id: "start", verdict: "runs" },
          { node_id: "ask", verdict: "needs_key", mockable: true, findings: [{ variable: "DEEPSEEK_API_KEY" }] },
          { node_id: "look", verdict: "needs_mapping", mockable: true },
          { node_id: "end", verdict: "runs" }
        ]
      })
      const text = yield* flowglass("doctor", fixture("needs.yml"))
      expect(text.stdout).toMatch(/\nask +ask +llm +needs DEEPSEEK_API_KEY /)
      const variables = { FLOWGLASS_HOME: home, OPENAI_API_KEY: "x" }
      expect((yield* runInProcess(["doctor", greet], variables)).exitCode).toBe(0)
    })
  )

  it.live("doctor looks at every node of a file with errors", () =>
    Effect.map(flowglass("doctor", fixture("broken.yml"), "--json"), ({ exitCode, stdout }) => {
      expect(exitCode).toBe(20)
      const nodes: ReadonlyArray<{ node_id: string; verdict: string }> = JSON.parse(stdout).nodes
      expect(nodes.map((node) => `${node.node_id} ${node.verdict}`)).toEqual([
        "start runs",
        "odd unsupported",
        "text invalid",
        "end runs"
      ])
    })
  )
})

describe("what there is", () => {
  it.live("errors lists every code once, with its exit code", () =>
    Effect.gen(function* () {
      const { stdout } = yield* flowglass("errors", "--json")
      const entries: ReadonlyArray<{ code: string; exit_code: number }> = JSON.parse(stdout)
      const codes = entries.map((entry) => entry.code)
      expect(new Set(codes).size).toBe(codes.length)
      expect(entries.find((entry) => entry.code === "workflow_run_not_found")?.exit_code).toBe(33)
      const table = yield* flowglass("errors")
      expect(table.stdout.split("\n")).toHaveLength(codes.length + 1)
      const one = yield* flowglass("errors", "workflow_run_not_found")
      expect(one.stdout).toMatch(/\nfix +\S.*\nstatus +404\n/)
    })
  )

  it.live("nodes lists the node types, and one with an example", () =>
    Effect.gen(function* () {
      const all = yield* flowglass("nodes", "--import", fixture("shout_nodes.ts"))
      expect(all.stdout).toMatch(/\nllm +1 +\S/)
      expect(all.stdout).toMatch(/\nacme\/shout +1 +Makes a text loud\.$/)
      const one = yield* flowglass("nodes", "llm", "--json")
      expect(JSON.parse(one.stdout)).toMatchObject([{ type: "llm", external: true, retries: true }])
      const text = yield* flowglass("nodes", "llm")
      expect(text.stdout).toMatch(/\nerrors\n {2}model_not_configured /)
    })
  )

  it.live("help and version go to standard output and are no failure", () =>
    Effect.gen(function* () {
      for (const args of [["--help"], ["-h"], []]) {
        const { exitCode, stdout, stderr } = yield* flowglass(...args)
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
        for (const verb of ["run", "validate", "doctor", "inspect", "diff", "test", "nodes", "errors"]) {
          expect(stdout).toMatch(new RegExp(`^ +${verb} `, "m"))
        }
      }
      const run = yield* flowglass("run", "--help")
      expect(run.stdout).toContain("--mock-externals")
      expect((yield* flowglass("--version")).stdout).toMatch(/^flowglass v\d+\.\d+\.\d+$/)
      expect(yield* flowglass("help", "run")).toEqual(run)
      expect(yield* flowglass("help")).toEqual(yield* flowglass("--help"))
      const completions = yield* flowglass("run", "--completions", "bash")
      expect(completions.stdout).toContain("inspect")
    })
  )
})
