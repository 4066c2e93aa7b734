import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { end, workflowText } from "./fixtures/host_workflows.ts"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"
import { CommandName } from "./format/typed_advice.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass "))
afterAll(() => rmSync(folder, { recursive: true }))

const flowglass = (...args: ReadonlyArray<string>) => runInProcess(args, { FLOWGLASS_HOME: folder })
const greet = fixture("greet.yml")
const ada = ["--inputs", '{"name": "Ada"}', "--mock-externals"]

describe("what is wrong with a command line", () => {
  it.live.each([
    ["a format given twice over", [greet, "--json", "--format", "text"], "--json and --format text contradict"],
    [
      "a format given twice over, joined",
      [greet, "--format=ndjson", "--json"],
      "--json and --format ndjson contradict"
    ],
    ["an option given twice", [greet, "--timeout", "5", "--timeout", "6"], "--timeout is given 2 times"],
    ["a word for a number", [greet, "--timeout", "soon"], '--timeout cannot be "soon": expected a number.'],
    ["a time no timer measures", [greet, "--timeout", "1e12"], "at most 2147483 seconds"],
    ["the beginning of an option", [greet, "--fil"], "did you mean --files or --fill-inputs?"],
    ["mocks that are no object", [greet, "--mocks", "5"], 'such as {"node:ID": {"text": "hi"}}'],
    ["an assignment without a value", [greet, "--env", "x"], "flowglass run --help"]
  ] as const)("is told in words: %s", ([, args, said]) =>
    Effect.gen(function* () {
      const { exitCode, stdout, stderr } = yield* flowglass("run", ...args)
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" })
      expect(stderr).toContain(said)
      expect(stderr).not.toMatch(/VERB|occurrences/)
    })
  )

  it.live.each([[["--log-level", "debug", "run", greet]], [["run", greet, "--log-level", "debug"]]] as const)(
    "is one error, whatever follows from it: %j",
    ([args]) =>
      Effect.gen(function* () {
        const { exitCode, stderr } = yield* flowglass(...args)
        expect(exitCode).toBe(2)
        expect(stderr.match(/^error /gm)).toHaveLength(1)
        expect(stderr).toContain("has no option --log-level")
      })
  )

  it.live("names the command as it is started here", () =>
    Effect.gen(function* () {
      const named = Effect.provideService(CommandName, "npx flowglass")
      const unknown = yield* named(flowglass("run", greet, "--log-level"))
      expect(unknown.stderr).toContain("hint: npx flowglass run --help")
      const json = yield* named(flowglass("run", greet, "--log-level", "--json"))
      expect(JSON.parse(json.stderr).hint).toContain("npx flowglass run --help")
      const run = yield* named(flowglass("run", greet, ...ada))
      expect(run.stdout).toContain("look inside: npx flowglass inspect last")
    })
  )
})

describe("a command that is none", () => {
  it.live.each([[["rnu"]], [["rnu", "--help"]], [["help", "rnu"]], [["rnu", greet, "--inputs", "{}"]]] as const)(
    "is told with the one that was meant, whatever follows it: %j",
    ([args]) =>
      Effect.gen(function* () {
        const { exitCode, stdout, stderr } = yield* flowglass(...args)
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" })
        expect(stderr).toMatch(/^error verb_unknown: There is no command "rnu"\.\nhint: did you mean run\b/)
      })
  )
})

describe("inputs that the workflow does not ask for", () => {
  it.live("are named where the one that was meant is missing", () =>
    Effect.gen(function* () {
      const args = ["run", greet, "--mock-externals", "--inputs", '{"nmae": "Ada"}']
      const text = yield* flowglass(...args)
      expect(text).toMatchObject({ exitCode: 21, stdout: "" })
      expect(text.stderr).toContain('hint: the workflow has no input "nmae" (did you mean "name"?)')
      const json = yield* flowglass(...args, "--json")
      expect(JSON.parse(json.stderr)).toMatchObject({ code: "input_required", hint: expect.stringContaining("nmae") })
    })
  )

  it.live("are a warning where the run can start, also one named like a property of objects", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* flowglass(
        ...["run", greet, "--mock-externals", "--json", "--inputs", '{"name": "Ada", "__proto__": 1, "mod": "cold"}']
      )
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(
        /^warning input_unknown: the workflow has no input "__proto__", "mod" \(did you mean "mood"/
      )
    })
  )
})

describe("what is named and is not there", () => {
  it.live("is named in the advice, where several were named", () =>
    Effect.gen(function* () {
      yield* flowglass("run", greet, ...ada)
      const { exitCode, stderr } = yield* flowglass("diff", "last", "0000")
      expect(exitCode).toBe(33)
      expect(stderr).toMatch(/^hint: no run on this machine begins with "0000"; the latest is [0-9a-f-]{13}$/m)
    })
  )

  it.live("is told with what the option takes", () =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* flowglass("run", greet, ...ada, "--files", "/nowhere.png")
      expect(exitCode).toBe(21)
      expect(stderr).toContain("error input_file_invalid: The file /nowhere.png cannot be read: there is no such file.")
      expect(stderr).toContain("\nhint: --files takes the path of a file on this machine, or an http")
    })
  )
})

describe("mocks of what is not there", () => {
  it.live.each([
    ["greeter", 'did you mean "node:greeter"?'],
    ["llm", 'did you mean "type:llm"?'],
    ["gretter", 'did you mean "node:greeter"?'],
    ["node:gretter", 'did you mean "node:greeter"?'],
    ["type:lllm", 'did you mean "type:llm"?'],
    // As long as the prefix was compared too, every short name was like every other.
    ["node:xyz", undefined],
    ["foo", undefined]
  ] as const)("%s: %s", ([target, meant]) =>
    Effect.gen(function* () {
      const { exitCode, stderr } = yield* flowglass("run", greet, "--fill-inputs", "--mocks", `{"${target}": {}}`)
      expect(exitCode).toBe(23)
      if (meant === undefined) expect(stderr).not.toContain("did you mean")
      else expect(stderr).toContain(meant)
    })
  )
})

describe("an address that workflows may not reach", () => {
  it.live("is refused with the names of what would allow it", () => {
    const request = {
      type: "http-request",
      title: "ask",
      method: "get",
      url: "http://127.0.0.1:9/",
      authorization: { type: "no-auth", config: null },
      headers: "",
      params: "",
      body: { type: "none", data: [] }
    }
    const file = join(folder, "local.yml")
    writeFileSync(file, workflowText([["ask", request], end()]).text)
    return Effect.map(flowglass("run", file), ({ exitCode, stderr }) => {
      expect(exitCode).toBe(1)
      expect(stderr).toContain("error outbound_address_refused: ")
      expect(stderr).toMatch(/^fix: .*`allow` of `open`, command line: FLOWGLASS_ALLOW_HOSTS/m)
    })
  })
})

describe("a limit", () => {
  it.live("is set as a library sets it, and the advice says how", () =>
    Effect.gen(function* () {
      const run = ["run", greet, ...ada]
      const { exitCode, stderr } = yield* flowglass(...run, "--limits", '{"steps": 2}')
      expect(exitCode).toBe(1)
      expect(stderr).toContain("error run_step_limit_exceeded: ")
      expect(stderr).toContain(`fix: Raise \`--limits '{"steps": NUMBER}'\`, or split the workflow.`)
      expect((yield* flowglass(...run, "--limits", '{"steps": 20}')).exitCode).toBe(0)
    })
  )

  it.live.each([
    ['{"steps": 0}', 21, 'limit_invalid: The limit "steps" cannot be 0'],
    ['{"stesp": 5}', 21, 'There is no limit "stesp"; did you mean "steps"?'],
    ['{"steps": "5"}', 21, 'The limit "steps" cannot be "5"'],
    ['{"steps": 1e400}', 21, "limit_invalid"],
    ["[]", 2, 'such as {"steps": 1000}']
  ] as const)("that there is not is refused: %s", ([limits, exitCode, said]) =>
    Effect.gen(function* () {
      const refused = yield* flowglass("run", greet, ...ada, "--limits", limits)
      expect(refused).toMatchObject({ exitCode, stdout: "" })
      expect(refused.stderr).toContain(said)
    })
  )

  it.live("of time is that of --timeout where both are given", () =>
    Effect.gen(function* () {
      const slow = ["--mocks", '{"node:greeter": {"delay_seconds": 60}}', "--timeout", "0.004"]
      const { stderr } = yield* flowglass("run", greet, "--fill-inputs", ...slow, "--limits", '{"time": 60000}')
      expect(stderr).toContain("error run_time_limit_exceeded: ")
    })
  )
})

describe("a time limit", () => {
  it.live("is told in seconds, as it was given", () =>
    Effect.gen(function* () {
      const slow = '{"node:greeter": {"delay_seconds": 60}}'
      const { exitCode, stderr } = yield* flowglass(
        ...["run", greet, "--fill-inputs", "--timeout", "0.004", "--mocks", slow]
      )
      expect(exitCode).toBe(1)
      expect(stderr).toContain("exceeded: 0.004s")
      expect(stderr).toContain("fix: Raise `--timeout` (seconds)")
    })
  )
})
