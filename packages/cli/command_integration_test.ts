import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand, startCommand } from "./fixtures/command_process.ts"
import { oneNode } from "./fixtures/one_node.ts"
import { fixture } from "./fixtures/stored_run.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass "))
afterAll(() => rmSync(folder, { recursive: true }))

/** A folder of its own for each test: the command keeps its runs in the current folder. */
const place = (): string => mkdtempSync(join(folder, "a place "))

const greet = fixture("greet.yml")
const ada = ["--inputs", '{"name": "Ada"}', "--mocks", '{"node:greeter": {"text": "Hello Ada"}}']
const slow = ["--fill-inputs", "--mocks", '{"node:greeter": {"text": "hi", "delay_seconds": 60}}']

// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/

describe("the real command", () => {
  it("keeps data and messages apart, and leaves nothing but its folder behind", async () => {
    const cwd = place()
    const run = await runCommand(["run", greet, ...ada, "--json"], { cwd })
    expect(run).toMatchObject({ status: 0, signal: null, stderr: "" })
    expect(JSON.parse(run.stdout).outputs).toEqual({ greeting: "Hello Ada" })
    expect(readdirSync(cwd)).toEqual([".flowglass"])
    const inspected = await runCommand(["inspect", "last", "greeter", "text"], { cwd })
    expect(inspected).toMatchObject({ status: 0, stdout: "Hello Ada\n", stderr: "" })
  })

  it("works with spaces in paths and standard input", async () => {
    const cwd = place()
    writeFileSync(join(cwd, "my greet.yml"), readFileSync(greet))
    const args = ["run", "my greet.yml", "--inputs", "@-", "--mock-externals", "--record", "my record.json"]
    const run = await runCommand(args, { cwd, input: '{"name": "Ada"}' })
    expect(run).toMatchObject({ status: 0, stderr: "" })
    expect(run.stdout).toMatch(/^my greet\.yml {2}workflow/)
    expect(run.stdout).not.toContain("\u001b")
    const tested = await runCommand(["test", "my record.json"], { cwd })
    expect(tested).toMatchObject({ status: 0, stdout: "ok    my record.json\n" })
  })

  it("ends with the exit code of the failure", async () => {
    const cwd = place()
    const failing = ["run", greet, "--fill-inputs", "--mocks", '{"node:greeter": {"error": "boom"}}', "--json"]
    const [failed, usage, input] = await Promise.all([
      runCommand(failing, { cwd }),
      runCommand(["run", "--inptus"], { cwd }),
      runCommand(["run", greet, "--mock-externals", "--json"], { cwd })
    ])
    expect(failed).toMatchObject({ status: 1, stderr: "" })
    expect(usage).toMatchObject({ status: 2, stdout: "" })
    expect(usage.stderr).toContain("did you mean --inputs?")
    expect(input).toMatchObject({ status: 21, stdout: "" })
    expect(input.stderr).toMatch(/^\{"code":"input_required",.*\}\n$/)
  })

  it("tells nothing of a mistake of its own unless asked", async () => {
    const cwd = place()
    writeFileSync(join(cwd, "broken.yml"), oneNode("acme/broken"))
    const args = ["run", "broken.yml", "--import", fixture("stubborn_nodes.ts")]
    const [json, debug] = await Promise.all([
      runCommand([...args, "--json"], { cwd }),
      runCommand([...args, "--debug"], { cwd })
    ])
    expect(json).toMatchObject({ status: 70, stdout: "" })
    expect(json.stderr).toBe('{"code":"internal_server_error","message":"internal error","status":500}\n')
    expect(debug.stderr).toMatch(/^error internal_server_error: internal error\n/)
    expect(debug.stderr).toContain("the details of the mistake")
  })

  it("is coloured when told so, and NO_COLOR has the last word", async () => {
    const cwd = place()
    const run = ["run", greet, ...ada]
    const [forced, none, error, plain] = await Promise.all([
      runCommand(run, { cwd, env: { FORCE_COLOR: "1" } }),
      runCommand(run, { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } }),
      runCommand(["errors", "none"], { cwd, env: { FORCE_COLOR: "1" } }),
      runCommand(["errors", "none"], { cwd })
    ])
    expect(forced.stdout).toContain("\u001b[32mok")
    expect(none.stdout).not.toContain("\u001b")
    expect(error.stderr).toContain("\u001b[31merror")
    expect(plain.stderr).toMatch(/^error /)
  })

  it("does not let a workflow steer the terminal", async () => {
    const cwd = place()
    const run = await runCommand(["run", fixture("hostile.yml")], { cwd })
    expect(run.status).toBe(0)
    const [output, unknown] = await Promise.all([
      runCommand(["inspect", "last", "text", "output"], { cwd }),
      runCommand(["inspect", "last", "\u001b[2J\u009b"], { cwd })
    ])
    expect(output.stdout).toBe("one redlink\ntwo\n")
    for (const { stdout, stderr } of [run, output, unknown]) expect(stdout + stderr).not.toMatch(steering)
  })

  it("is green in a hostile environment", async () => {
    const env = {
      OPENAI_API_KEY: "nonsense",
      DATABASE_URL: "nonsense",
      HTTP_PROXY: "nonsense",
      TZ: "Nowhere/Never",
      LANG: "xx_XX",
      NODE_OPTIONS: "",
      HOME: "/nonexistent"
    }
    expect(await runCommand(["run", greet, ...ada], { cwd: place(), env })).toMatchObject({ status: 0, stderr: "" })
  })
})

/** Waits until a run has worked for so long that it is kept. */
const working = async (cwd: string): Promise<void> => {
  const runs = join(cwd, ".flowglass", "runs")
  while (!existsSync(runs) || !readdirSync(runs).some((name) => name.endsWith(".pid"))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe("signals", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129]
  ] as const)("%s stops the run, shows it as stopped and ends with %d", async (signal, status) => {
    const cwd = place()
    const running = startCommand(["run", greet, ...slow], { cwd })
    await working(cwd)
    running.child.kill(signal)
    const outcome = await running.outcome
    expect(outcome).toMatchObject({ status, signal: null })
    expect(outcome.stdout).toMatch(/\n {2}stop {2}greeter .*\n[\s\S]*\nstopped {2}/)
    expect(outcome.stderr).toMatch(/^error run_stopped: /)
  })

  it("print the report of the stopped run as JSON too", async () => {
    const cwd = place()
    const running = startCommand(["run", greet, ...slow, "--format", "ndjson"], { cwd })
    await running.says('"node_id":"greeter"')
    running.child.kill("SIGINT")
    const { status, stdout } = await running.outcome
    expect(status).toBe(130)
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "").event).toBe("run_stopped")
  })

  it("end at once the second time", async () => {
    const cwd = place()
    writeFileSync(join(cwd, "stubborn.yml"), oneNode("acme/stubborn"))
    const args = ["run", "stubborn.yml", "--import", fixture("stubborn_nodes.ts")]
    const running = startCommand(args, { cwd })
    await running.says("start")
    running.child.kill("SIGINT")
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(running.child.exitCode).toBe(null)
    const before = performance.now()
    running.child.kill("SIGINT")
    expect(await running.outcome).toMatchObject({ status: 130, signal: null })
    expect(performance.now() - before).toBeLessThan(1000)
  })

  it("a run that is stopped when nobody reads any more is kept all the same", async () => {
    const cwd = place()
    const running = startCommand(["run", greet, ...slow], { cwd })
    await working(cwd)
    running.child.stdout?.destroy()
    running.child.kill("SIGTERM")
    expect(await running.outcome).toMatchObject({ status: 143, signal: null })
    const inspected = await runCommand(["inspect", "last", "--json"], { cwd })
    expect(JSON.parse(inspected.stdout).workflow_run_status).toBe("stopped")
  })

  it("a closed pipe ends a command quietly, as in `flowglass errors | head -1`", async () => {
    const running = startCommand(["errors", "--json"], { cwd: place() })
    running.child.stdout?.destroy()
    expect(await running.outcome).toMatchObject({ status: 141, stderr: "" })
  })
})

describe("a run of another process", () => {
  it("is followed to its end", async () => {
    const cwd = place()
    const mocks = '{"node:greeter": {"text": "hi", "delay_seconds": 2}}'
    const running = startCommand(["run", greet, "--fill-inputs", "--mocks", mocks], { cwd })
    await working(cwd)
    const follower = await runCommand(["inspect", "last", "--follow", "--format", "ndjson"], { cwd })
    expect(follower).toMatchObject({ status: 0, stderr: "" })
    const events = follower.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(events[0].data.workflow_run_status).toBe("running")
    expect(events.at(-1)).toMatchObject({ event: "workflow_run_completed", data: { workflow_run_status: "succeeded" } })
    expect((await running.outcome).status).toBe(0)
    expect(readdirSync(join(cwd, ".flowglass", "runs")).filter((name) => !name.endsWith(".json"))).toEqual([])
  })

  it("that was killed is not waited for", async () => {
    const cwd = place()
    const running = startCommand(["run", greet, ...slow], { cwd })
    await working(cwd)
    running.child.kill("SIGKILL")
    await running.outcome
    const [follower, inspected] = await Promise.all([
      runCommand(["inspect", "last", "--follow", "--json"], { cwd }),
      runCommand(["inspect", "last", "--json"], { cwd })
    ])
    expect(follower).toMatchObject({ status: 32, stdout: "" })
    expect(JSON.parse(follower.stderr)).toMatchObject({ code: "run_abandoned" })
    expect(inspected.status).toBe(0)
    expect(inspected.stderr).toContain("run_abandoned")
    expect(JSON.parse(inspected.stdout).workflow_run_status).toBe("running")
  })
})
