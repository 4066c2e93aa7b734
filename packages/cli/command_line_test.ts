import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass "))
afterAll(() => rmSync(folder, { recursive: true }))

const home = join(folder, "home")
const flowglass = (...args: ReadonlyArray<string>) => runInProcess(args, { FLOWGLASS_HOME: home })

const greet = fixture("greet.yml")
const ada = ["--inputs", '{"name": "Ada"}', "--mocks", '{"node:greeter": {"text": "Hello Ada"}}']

describe("run", () => {
  it.live("shows nodes and outputs", () =>
    Effect.map(flowglass("run", greet, ...ada), ({ exitCode, stdout, stderr }) => {
      expect(stderr).toBe("")
      expect(exitCode).toBe(0)
      const lines = stdout.split("\n")
      expect(lines[0]).toMatch(/greet\.yml {2}workflow, 6 nodes {2}run [0-9a-f]{8}-[0-9a-f]{4}$/)
      expect(lines.at(-2)).toMatch(/^succeeded {2}.*look inside: flowglass inspect last greeter$/)
      expect(lines.at(-1)).toBe("greeting  Hello Ada")
    })
  )

  it.live("prints one JSON document, by either name of the option", () =>
    Effect.gen(function* () {
      for (const option of [["--json"], ["--format", "json"]]) {
        const { stdout, stderr } = yield* flowglass("run", greet, ...ada, ...option)
        expect(stderr).toBe("")
        expect(JSON.parse(stdout)).toMatchObject({ status: "succeeded", outputs: { greeting: "Hello Ada" } })
      }
    })
  )

  it.live("prints one event a line", () =>
    Effect.map(flowglass("run", greet, ...ada, "--format", "ndjson"), ({ stdout }) => {
      const events = stdout.split("\n").map((line) => JSON.parse(line).event)
      expect(events[0]).toBe("run_started")
      expect(events.at(-1)).toBe("run_succeeded")
    })
  )

  it.live("ends with 1 and tells why when the run failed", () =>
    Effect.gen(function* () {
      const failing = ["run", greet, "--fill-inputs", "--mocks", '{"node:greeter": {"error": "boom"}}']
      const text = yield* flowglass(...failing)
      expect(text.exitCode).toBe(1)
      expect(text.stdout).toMatch(/\nfailed /)
      expect(text.stderr).toMatch(/^error mock_failure: boom\nfix: \S/)
      const json = yield* flowglass(...failing, "--json")
      expect(json).toMatchObject({ exitCode: 1, stderr: "" })
      expect(JSON.parse(json.stdout)).toMatchObject({ status: "failed", error: { code: "mock_failure" } })
    })
  )

  it.live("ends with 1 for partial success only when told to be strict", () =>
    Effect.gen(function* () {
      const partial = ["run", fixture("partial.yml"), "--mocks", '{"node:ask": {"error": "boom"}}']
      expect((yield* flowglass(...partial)).exitCode).toBe(0)
      const strict = yield* flowglass(...partial, "--strict")
      expect(strict.exitCode).toBe(1)
      expect(strict.stdout).toMatch(/\npartial-succeeded /)
    })
  )

  it.live("ends a run that takes too long", () =>
    Effect.map(
      flowglass(
        "run",
        greet,
        "--fill-inputs",
        "--timeout",
        "0.2",
        "--mocks",
        '{"node:greeter": {"delay_seconds": 60}}'
      ),
      ({ exitCode, stderr }) => {
        expect(exitCode).toBe(1)
        expect(stderr).toMatch(/^error run_time_limit_exceeded: /)
      }
    )
  )

  it.live("fills the inputs that are not named, and the message of a chat", () =>
    Effect.gen(function* () {
      const filled = yield* flowglass("run", greet, "--fill-inputs", "--mock-externals", "--json")
      expect(JSON.parse(filled.stdout).nodes[0].outputs).toMatchObject({ name: "Sample Name", mood: "warm" })
      const chat = yield* flowglass("run", fixture("chat.yml"), "--fill-inputs", "--json")
      expect(JSON.parse(chat.stdout).outputs.answer).toBe("You said Sample query")
      const own = yield* flowglass("run", fixture("chat.yml"), "--fill-inputs", "--query", "hi", "--json")
      expect(JSON.parse(own.stdout).outputs.answer).toBe("You said hi")
    })
  )

  it.live("reads JSON from a file with spaces in its name", () => {
    const file = join(folder, "my inputs.json")
    writeFileSync(file, '\ufeff{"name": "Bob", "__proto__": 1}')
    return Effect.map(
      flowglass("run", greet, "--inputs", `@${file}`, "--mock-externals", "--json"),
      ({ exitCode, stdout }) => {
        expect(exitCode).toBe(0)
        expect(JSON.parse(stdout).nodes[0].outputs.name).toBe("Bob")
      }
    )
  })

  it.live("hands files of this machine and addresses to a chat", () => {
    const file = join(folder, "a photo.png")
    writeFileSync(file, "png")
    return Effect.gen(function* () {
      const chat = ["run", fixture("chat.yml"), "--query", "hi", "--json", "--files", file]
      const { stdout } = yield* flowglass(...chat, "--files", "https://example.com/b.pdf")
      expect(JSON.parse(stdout).nodes[0].outputs["sys.files"]).toMatchObject([
        { filename: "a photo.png", type: "image", size: 3, transfer_method: "local_file" },
        { filename: "b.pdf", type: "document", transfer_method: "remote_url" }
      ])
      const missing = yield* flowglass(...chat, "--files", join(folder, "nothing.png"))
      expect(missing.exitCode).toBe(21)
      expect(JSON.parse(missing.stderr)).toMatchObject({ code: "input_file_invalid" })
    })
  })

  it.live("sets variables of the workflow", () =>
    Effect.gen(function* () {
      const run = ["run", greet, ...ada]
      expect((yield* flowglass(...run, "--env", "place=a=b", "--env", "token=")).exitCode).toBe(0)
      const unknown = yield* flowglass(...run, "--env", "plac=x")
      expect(unknown.stderr).toMatch(/^error environment_variable_unknown: .*did you mean "place"/)
      for (const wrong of ["place", "=x"]) {
        expect(yield* flowglass(...run, "--env", wrong)).toMatchObject({ exitCode: 2 })
      }
    })
  )

  it.live("uses node types of one's own", () =>
    Effect.gen(function* () {
      const shout = ["run", fixture("shout.yml")]
      expect((yield* flowglass(...shout)).exitCode).toBe(20)
      const own = yield* flowglass(...shout, "--import", fixture("shout_nodes.ts"))
      expect(own.stdout).toMatch(/\nloud {2}HELLO$/)
      const nothing = yield* flowglass(...shout, "--import", fixture("in_process.ts"))
      expect(nothing.stderr).toMatch(/^error import_without_nodes: /)
      const missing = yield* flowglass(...shout, "--import", "/nowhere.ts")
      expect(missing.stderr).toMatch(/^error import_failed: /)
    })
  )

  it.live("finds a record file that cannot be written before it runs anything", () =>
    Effect.gen(function* () {
      for (const file of [join(folder, "no", "where.json"), folder]) {
        const { exitCode, stdout, stderr } = yield* flowglass("run", greet, ...ada, "--record", file)
        expect({ exitCode, stdout }).toEqual({ exitCode: 34, stdout: "" })
        expect(stderr).toMatch(/^error record_not_writable: /)
      }
    })
  )

  it.live("does not write a record over its workflow", () => {
    const workflow = join(folder, "precious.yml")
    copyFileSync(greet, workflow)
    return Effect.gen(function* () {
      const to = `${folder}/./precious.yml`
      const { exitCode, stdout, stderr } = yield* flowglass("run", workflow, ...ada, "--record", to)
      expect({ exitCode, stdout }).toEqual({ exitCode: 34, stdout: "" })
      expect(stderr).toContain("precious.yml cannot be written: it is the workflow.")
      expect(readFileSync(workflow, "utf8")).toBe(readFileSync(greet, "utf8"))
    })
  })

  it.live("goes on where runs cannot be kept, with a warning", () => {
    const file = join(folder, "not a folder")
    writeFileSync(file, "")
    return Effect.map(
      runInProcess(["run", greet, ...ada], { FLOWGLASS_HOME: file }),
      ({ exitCode, stdout, stderr }) => {
        expect(exitCode).toBe(0)
        expect(stdout).toMatch(/greeting {2}Hello Ada$/)
        expect(stderr).toMatch(/^warning local_runs_not_writable: /)
      }
    )
  })

  it.live("keeps no secret", () =>
    Effect.gen(function* () {
      const record = join(folder, "secret.json")
      const leak = [
        "run",
        greet,
        "--inputs",
        '{"name": "sk-very-secret-token"}',
        "--mock-externals",
        "--record",
        record
      ]
      yield* flowglass(...leak)
      expect(readFileSync(record, "utf8")).not.toContain("sk-very-secret-token")
    })
  )
})

describe("what keeps a command from starting", () => {
  it.live.each([
    [["rnu", greet], 2, "verb_unknown", "hint: did you mean run\\b"],
    [["apps", "imprt", "--help"], 2, "verb_unknown", "hint: did you mean import\\?"],
    [["help", "keys", "creat"], 2, "verb_unknown", "hint: did you mean create\\?"],
    [["runs", "--debug", "shw", "--server", "x"], 2, "verb_unknown", "hint: did you mean show\\?"],
    [["serve", "--port", "70000"], 2, "argument_invalid", "--port cannot be \"70000\": expected a number from 0"],
    [["serve", "--port", "-1"], 2, "argument_invalid", "--port"],
    [["run", greet, "--inptus", "{}"], 2, "option_unknown", "hint: did you mean --inputs\\?"],
    [["run"], 2, "argument_missing", "hint: flowglass run --help"],
    [["run", "a", "b"], 2, "argument_unexpected", "b"],
    [["run", greet, "--format", "xml"], 2, "argument_invalid", "--format cannot be"],
    [["run", greet, "--timeout", "0"], 2, "argument_invalid", "--timeout"],
    [["run", greet, "--inputs", "{bad"], 2, "argument_not_json", "--inputs is not JSON"],
    [["run", greet, "--inputs", "[1]"], 2, "argument_not_json", "must be a JSON object"],
    [["run", greet, "--inputs", "@/missing.json"], 2, "argument_file_unreadable", "there is no such file"],
    [["run", greet, "--inputs", `@${folder}`], 2, "argument_file_unreadable", "it is a folder"],
    [["run", greet, "--mocks", '{"node:greeter": "hi"}'], 23, "mock_invalid", "node:greeter"],
    [["run", greet, "--fill-inputs", "--mocks", '{"node:greter": {}}'], 23, "mock_target_unknown", "node:greeter"],
    [["run", greet, "--mock-externals"], 21, "input_required", "name"],
    [["run", greet, "--fill-inputs"], 29, "model_not_configured", "hint: set OPENAI_API_KEY"],
    [["run", "/nowhere.yml"], 20, "dsl_file_unreadable", "there is no such file"],
    [["inspect", "lst"], 33, "workflow_run_not_found", ""],
    [["inspect", greet, "greter"], 33, "node_not_in_workflow_run", 'hint: did you mean "greeter"'],
    [["inspect", "/nowhere.json"], 34, "record_unreadable", "there is no such file"],
    [["inspect", fixture("shout_nodes.ts")], 34, "record_invalid", ""],
    [["errors", "workflow_run_not_fond"], 2, "error_code_unknown", 'did you mean "workflow_run_not_found"'],
    [["nodes", "lllm"], 2, "node_type_unlisted", 'did you mean "llm"']
  ] as const)("%j", ([args, exitCode, code, part]) =>
    Effect.gen(function* () {
      const text = yield* flowglass(...args)
      expect(text).toMatchObject({ exitCode, stdout: "" })
      expect(text.stderr).toMatch(new RegExp(`^error ${code}: [\\s\\S]*${part}`))
      const json = yield* flowglass(...args, "--json")
      expect(json).toMatchObject({ exitCode, stdout: "" })
      expect(json.stderr.split("\n")).toHaveLength(1)
      const { code: told, status, message } = JSON.parse(json.stderr)
      expect(told).toBe(code)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(typeof message).toBe("string")
    })
  )

  it.live("shows all problems of a file, each with its place", () =>
    Effect.map(flowglass("run", fixture("broken.yml")), ({ exitCode, stdout, stderr }) => {
      expect({ exitCode, stdout }).toEqual({ exitCode: 20, stdout: "" })
      expect(stderr).toMatch(/broken\.yml:10:32 error node_type_unknown .*\n {2}fix: /)
      expect(stderr).toMatch(/broken\.yml:12:\d+ error node_config_invalid .*\n {2}fix: /)
    })
  )

  it.live("names a variable of the environment that is wrong", () =>
    Effect.gen(function* () {
      const address = yield* runInProcess(["run", greet], { OPENAI_BASE_URL: "nonsense" })
      expect(address.exitCode).toBe(2)
      expect(address.stderr).toMatch(/^error setting_invalid: OPENAI_BASE_URL is "nonsense"/)
      const hosts = yield* runInProcess(["run", greet], { FLOWGLASS_ALLOW_HOSTS: "a b" })
      expect(hosts.stderr).toMatch(/^error setting_invalid: FLOWGLASS_ALLOW_HOSTS /)
    })
  )
})

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
