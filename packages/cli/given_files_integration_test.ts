import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { inShell } from "./fixtures/shell_command.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass "))
afterAll(() => rmSync(folder, { recursive: true }))

const place = (): string => mkdtempSync(join(folder, "a place "))

const isRecord = (text: string): boolean => text.startsWith('{"flowglass_record":1,')

describe.skipIf(process.platform === "win32")("--record", () => {
  it("follows links and replaces what they lead to", () => {
    const cwd = place()
    writeFileSync(join(cwd, "kept.json"), "old")
    symlinkSync("kept.json", join(cwd, "link.json"))
    symlinkSync("none.json", join(cwd, "dangling.json"))
    const script = "for to in link dangling; do flowglass run $greet $answers --record $to.json; done"
    expect(inShell(script, cwd)).toMatchObject({ status: 0, stderr: "" })
    for (const name of ["link.json", "dangling.json"]) expect(lstatSync(join(cwd, name)).isSymbolicLink()).toBe(true)
    for (const name of ["kept.json", "none.json"]) expect(readFileSync(join(cwd, name), "utf8")).toSatisfy(isRecord)
    expect(readdirSync(cwd)).toHaveLength(5)
  })

  it("lets nobody read what it replaces who could not read it before", () => {
    const script = `
      touch kept.json; chmod 600 kept.json; umask 022; flowglass run $greet $answers --record kept.json >/dev/null
      stat -c %a kept.json; chmod 664 kept.json; flowglass run $greet $answers --record kept.json >/dev/null
      stat -c %a kept.json; flowglass run $greet $answers --record new.json >/dev/null; stat -c %a new.json`
    expect(inShell(script, place())).toEqual({ status: 0, stdout: "600\n664\n644\n", stderr: "" })
  })

  it("writes into devices and pipes, and leaves them what they are", () => {
    const cwd = place()
    const script = `
      flowglass run $greet $answers --record /dev/null --json | head -c 1 && test -c /dev/null || exit 51
      mkfifo pipe; cat pipe >read & flowglass run $greet $answers --record pipe >/dev/null && wait && test -p pipe || exit 52
      flowglass run $greet $answers --record - | tail -n +9 | grep -q '^{"flowglass_record"' || exit 53
      flowglass run $greet $answers --record /dev/stdout >told || exit 53
      flowglass run $greet $answers --record >(cat >substituted) >/dev/null || exit 54
      while [ ! -s substituted ]; do sleep 0.1; done`
    expect(inShell(script, cwd)).toMatchObject({ status: 0, stderr: "" })
    expect(readFileSync(join(cwd, "read"), "utf8")).toSatisfy(isRecord)
    expect(readFileSync(join(cwd, "substituted"), "utf8")).toSatisfy(isRecord)
    const told = readFileSync(join(cwd, "told"), "utf8")
    expect(told).toMatch(/greet\.yml {2}workflow/)
    expect(isRecord(told.slice(told.indexOf("\n{") + 1))).toBe(true)
  })

  it("tells of a device that is full and of a pipe that nobody reads, once the run is over", () => {
    const cwd = place()
    const full = inShell("flowglass run $greet $answers --record /dev/full", cwd)
    expect(full).toMatchObject({ status: 34, stdout: expect.stringContaining("\nsucceeded ") })
    expect(full.stderr).toContain("record_not_writable: The record /dev/full cannot be written: no space is left")
    const unread = inShell("mkfifo pipe; flowglass run $greet $answers --record pipe", cwd)
    expect(unread).toMatchObject({ status: 34, stderr: expect.stringContaining("nobody is at its other end") })
  })

  it("needs a name, which it says before the run", () => {
    const { status, stdout, stderr } = inShell("flowglass run $greet $answers --record ''", place())
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(/^error argument_missing: --record needs a value/)
  })
})

describe.skipIf(process.platform === "win32")("files that are given", () => {
  it.each(["inspect", "test", "diff pipe"])("%s refuses a pipe and a device, which would never end", (verb) => {
    const script = `mkfifo pipe; flowglass ${verb} ./pipe; echo $?; flowglass ${verb} /dev/zero; echo $?`
    const { stdout, stderr } = inShell(script, place())
    expect(stdout.match(/^\d+$/gm)).toEqual(["34", "34"])
    expect(stderr.match(/record_unreadable: \S+ cannot be read: it is no ordinary file/g)).toHaveLength(2)
  })

  it("are read from a pipe, standard input and the process that a shell puts in their place", () => {
    const cwd = place()
    const script = `
      mkfifo pipe; echo '{"name":"one"}' >pipe & flowglass run $greet --mock-externals --inputs @pipe --json
      flowglass run $greet --mock-externals --inputs @<(echo '{"name":"two"}') --json --record three.json
      flowglass inspect <(cat three.json) start name
      flowglass inspect /dev/stdin start name <three.json
      echo '{"name":"four"}' | flowglass run $greet --mock-externals --inputs @/dev/stdin --json`
    const { status, stdout, stderr } = inShell(script, cwd)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    for (const name of ["one", "two", "four"]) expect(stdout).toContain(`"name": "${name}"`)
    expect(stdout.match(/^two$/gm)).toHaveLength(2)
  })

  it("are no workflows and no modules when they are pipes or folders", () => {
    const script = `
      mkfifo pipe.yml; mkdir folder.yml; flowglass run $greet $answers --record record.json >/dev/null
      flowglass run pipe.yml; echo $?; flowglass run folder.yml; echo $?; flowglass validate pipe.yml; echo $?
      flowglass doctor pipe.yml; echo $?; flowglass inspect pipe.yml; echo $?
      flowglass test record.json --workflow pipe.yml; echo $?
      flowglass run $greet --import pipe.yml; echo $?; flowglass nodes --import folder.yml; echo $?`
    const { stdout, stderr } = inShell(script, place())
    expect(stdout).toBe("20\n20\n20\n20\n20\n20\n2\n2\n")
    expect(stderr.match(/^error .*$/gm)).toEqual([
      "error dsl_file_unreadable: pipe.yml cannot be read: it is no ordinary file",
      "error dsl_file_unreadable: folder.yml cannot be read: it is a folder",
      ...Array.from({ length: 4 }, () => "error dsl_file_unreadable: pipe.yml cannot be read: it is no ordinary file"),
      "error import_failed: pipe.yml cannot be loaded: it is no ordinary file.",
      "error import_failed: folder.yml cannot be loaded: it is a folder."
    ])
  })

  it("are standard input where a single - stands for them", () => {
    const script = `
      flowglass run - $answers --record record.json --json <$greet | grep -m1 status
      flowglass run <(cat $greet) $answers --json | grep -m1 status
      flowglass validate - <$greet
      flowglass doctor - <$greet | head -1
      flowglass inspect - greeter text <record.json
      flowglass diff - record.json <record.json
      flowglass test - <record.json
      flowglass test record.json record.json --workflow - <$greet`
    const { stdout, stderr } = inShell(script, place())
    expect(stderr).toBe("")
    expect(stdout.split("\n")).toEqual([
      '  "status": "succeeded",',
      '  "status": "succeeded",',
      "/dev/stdin  valid  0 errors, 0 warnings",
      expect.stringMatching(/^\/dev\/stdin {2}workflow {2}\d of 6 nodes run here$/),
      "This is a mocked LLM response",
      "equal",
      "ok    -",
      "ok    record.json",
      "ok    record.json",
      ""
    ])
  })

  it.each([
    ["run - --inputs @-", 20, "dsl_file_unreadable"],
    ["run $greet --inputs @- --mocks @/dev/stdin", 2, "argument_file_unreadable"],
    ["run $greet --inputs @/dev/stdin --mocks @-", 2, "argument_file_unreadable"],
    ["diff - -", 34, "record_unreadable"]
  ])("are not read twice where standard input can be read once: %s", (command, status, code) => {
    const script = `flowglass run $greet $answers --record record.json >/dev/null; flowglass ${command} <record.json`
    const outcome = inShell(script, place())
    expect(outcome).toMatchObject({ status, stdout: "" })
    expect(outcome.stderr).toContain(`error ${code}: `)
    expect(outcome.stderr).toContain("cannot be read: it was read already")
  })

  it.each([
    ["--inputs @/dev/zero", "it is no ordinary file"],
    ["--inputs @- </dev/zero", "it is larger than 10485760 bytes"],
    ["--mocks @/dev/stdin </dev/zero", "it is larger than 10485760 bytes"],
    ["--mocks @large", "it is larger than 10485760 bytes"],
    ["--files /dev/zero", "it is no ordinary file"]
  ])("%s is refused before it fills the memory", (option, reason) => {
    const script = `truncate -s 3G large; ulimit -v 40000000; flowglass run $greet $answers ${option}`
    const { status, stdout, stderr } = inShell(script, place())
    expect(stdout).toBe("")
    expect(stderr).toContain(`cannot be read: ${reason}`)
    expect(status).toBeGreaterThan(1)
  })

  it.each([
    ["INT", 130],
    ["TERM", 143]
  ])("end with SIG%s while nobody writes into them", (signal, status) => {
    const script = `mkfifo pipe
      "$NODE" "$PROGRAM" run $greet --inputs @pipe & command=$!
      # Opening it for writing waits until it is open for reading; a second signal must not be needed.
      exec 9>pipe; sleep 0.2; kill -${signal} $command; wait $command`
    expect(inShell(script, place())).toMatchObject({ status, stdout: "" })
  })
})

describe.skipIf(process.platform !== "linux")("standard output that is full", () => {
  it.each(["text", "json", "ndjson"])("is told as an error of its own, as %s", (format) => {
    const { status, stderr } = inShell(`flowglass run $greet $answers --format ${format} >/dev/full`, place())
    expect(status).toBe(40)
    expect(stderr).toContain("output_not_writable")
    expect(stderr).toContain("stdout cannot be written: no space is left on the device")
    expect(stderr.startsWith("{")).toBe(format !== "text")
  })

  it("is no error when its reader has gone", () => {
    const script = "flowglass errors | true; echo ${PIPESTATUS[0]}"
    expect(inShell(script, place())).toMatchObject({ status: 0, stdout: "141\n", stderr: "" })
  })
})

describe.skipIf(process.platform !== "linux")("a terminal", () => {
  it("has no line broken by a table that is wider than it", () => {
    const script = `
      flowglass run $greet $answers >/dev/null; flowglass inspect last
      script -qec 'stty cols 80; "$NODE" "$PROGRAM" inspect last' /dev/null`
    const { stdout, stderr } = inShell(script, place(), { NO_COLOR: "1" })
    const [wide, narrow] = [stdout.split("\n"), stdout.split("\r\n")]
    expect(stderr).toBe("")
    expect(Math.max(...wide.map((line) => line.length))).toBeGreaterThan(80)
    expect(narrow.length).toBeGreaterThan(6)
    expect(Math.max(...narrow.slice(1).map((line) => line.length))).toBe(80)
  })
})

describe.skipIf(process.platform !== "linux")("a home that cannot be made", () => {
  it.each(["/proc/x", "/proc/self/x/y", "/dev/null/x"])("%s is a warning, and the run ends", (home) => {
    const { status, stdout, stderr } = inShell("flowglass run $greet $answers", place(), { FLOWGLASS_HOME: home })
    expect(status).toBe(0)
    expect(stdout).toContain("\nsucceeded ")
    expect(stderr).toMatch(/^warning local_runs_not_writable: The run is not kept in \S+: \S/)
  })

  it("does not keep the demo from its end", () => {
    const { status, stdout, stderr } = inShell("flowglass demo --json", place(), { FLOWGLASS_HOME: "/proc/x" })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: "succeeded" })
    expect(stderr).toMatch(/^warning local_runs_not_writable: /)
  })

  it.each([
    ["serve --port 0", "data_folder_not_usable", {}],
    ["serve --port 0", "store_unavailable", { SECRET_KEY: "a secret of the tests, long enough for HS256" }],
    ["openapi --output-dir /proc/x/y", "openapi_not_writable", {}]
  ] as const)("ends `flowglass %s` with %s", (command, code, env) => {
    const { status, stdout, stderr } = inShell(`flowglass ${command}`, place(), {
      FLOWGLASS_HOME: "/proc/x",
      ...env
    })
    expect({ status: status === null ? "never ended" : "ended", stdout }).toEqual({ status: "ended", stdout: "" })
    expect(stderr).toMatch(new RegExp(`^error ${code}: `))
  })

  it.each(["/dev/null/x", "/dev/full"])("%s holds no runs to look at", (home) => {
    const { status, stdout, stderr } = inShell("flowglass inspect last", place(), { FLOWGLASS_HOME: home })
    expect({ status, stdout }).toEqual({ status: 35, stdout: "" })
    expect(stderr).toMatch(/^error local_runs_unreadable: \S+ cannot be read: a part of the path is no folder/)
  })
})
