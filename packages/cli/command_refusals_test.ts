import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { CommandHome, greet } from "./fixtures/command_home.ts"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"

const place = new CommandHome()
afterAll(() => place.remove())

const { flowglass, folder } = place

describe("what keeps a command from starting", () => {
  it.live.each([
    [["rnu", greet], 2, "verb_unknown", "hint: did you mean run\\b"],
    [["apps", "imprt", "--help"], 2, "verb_unknown", "hint: did you mean import\\?"],
    [["help", "keys", "creat"], 2, "verb_unknown", "hint: did you mean create\\?"],
    [["runs", "--debug", "shw", "--server", "x"], 2, "verb_unknown", "hint: did you mean show\\?"],
    [["serve", "--port", "70000"], 2, "argument_invalid", '--port cannot be "70000": expected a number from 0'],
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
    [["runs", "replay", "last", "--inputs", '{"n": 1e400}'], 2, "argument_invalid", "a number that is too large"],
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
