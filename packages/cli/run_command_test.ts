import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { ada, CommandHome, greet } from "./fixtures/command_home.ts"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"

const place = new CommandHome()
afterAll(() => place.remove())

const { flowglass, folder } = place

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
