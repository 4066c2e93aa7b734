/** Runs every program of this folder as a reader would, and compares what it prints. */
import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

const folder = import.meta.dirname
const printed: Record<string, ReadonlyArray<string>> = {
  "01_embed_with_promises.ts": [
    "node_started start",
    "node_started route",
    "node_started greeter",
    "node_started greeting",
    "node_started end",
    "succeeded Hello Ada, it is 21 degrees",
    "greeter said: Hello Ada, it is 21 degrees",
    "404 node_output_not_declared Output 'txt' is not declared on node 'greeter'."
  ],
  "02_embed_with_effect.ts": ["run_started", "run_succeeded", "Good evening, Ada."],
  "03_stream_events.ts": ["You said: hello to you too!", "You said: hello to you too!"],
  "04_custom_node.ts": ["20 succeeded 68", "-50 failed acme/too_cold"],
  "06_error_by_code.ts": ["400 name is required in input form", "failed mock_failure overloaded"],
  "08_ask_somebody.ts": [
    "paused",
    "review asks for note and one of publish | reject",
    "400 Invalid action: burn",
    "succeeded { rejected_because: 'It is not' }"
  ]
}

describe("examples", () => {
  const programs = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts"))

  it("are all listed here", () => expect(programs.sort()).toEqual(Object.keys(printed)))

  it("that Node alone does not run say in their first line how they are run", () => {
    const tests = readdirSync(folder).filter((name) => /^\d.*_test\.ts$/.test(name))
    expect(tests).not.toEqual([])
    for (const name of tests) {
      const [first] = readFileSync(join(folder, name), "utf8").split("\n")
      expect(first).toContain(`npx vitest run examples/${name}`)
    }
  })

  it.each(Object.entries(printed))("%s prints what it says", async (name, lines) => {
    const { stderr, stdout } = await promisify(execFile)("node", [name], { cwd: folder, timeout: 50_000 })
    expect(stderr).toBe("")
    for (const line of lines) expect(stdout).toContain(line)
  })
})
