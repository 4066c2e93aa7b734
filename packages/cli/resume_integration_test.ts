import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { runCommand } from "./fixtures/command_process.ts"

const folder = mkdtempSync(join(tmpdir(), "flowglass resume "))
afterAll(() => rmSync(folder, { recursive: true }))

const place = (): string => mkdtempSync(join(folder, "place "))

const review = join(import.meta.dirname, "..", "..", "examples", "review.yml")
const secret = "sk-live-0123456789abcdef"

const ask = (id: string, more: object = {}) => ({
  id,
  data: {
    type: "human-input",
    form_content: `{{#env.KEY#}} ${id}\u001b[31m`,
    inputs: [{ type: "paragraph", output_variable_name: "note" }],
    user_actions: [{ id: "ok", title: "It's OK" }],
    ...more
  }
})

/** Two questions at once, and an end that tells a secret, which no record holds. */
const two = {
  app: { mode: "workflow", name: "Two" },
  workflow: {
    environment_variables: [{ name: "KEY", value_type: "secret", value: secret }],
    graph: {
      nodes: [
        { id: "start", data: { type: "start", variables: [] } },
        ask("a"),
        ask("b"),
        {
          id: "end",
          data: {
            type: "end",
            outputs: [
              { variable: "a", value_selector: ["a", "note"] },
              { variable: "b", value_selector: ["b", "note"] },
              { variable: "key", value_selector: ["env", "KEY"] }
            ]
          }
        }
      ],
      edges: [
        { source: "start", target: "a" },
        { source: "start", target: "b" },
        { source: "a", sourceHandle: "ok", target: "end" },
        { source: "b", sourceHandle: "ok", target: "end" }
      ]
    }
  }
}

const stored = (cwd: string): ReadonlyArray<string> => readdirSync(join(cwd, ".flowglass", "runs")).toSorted()

const eventsOf = (stdout: string): ReadonlyArray<{ readonly event: string; readonly seq: number }> =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))

describe("a run that waits for somebody", () => {
  it("ends with exit code 3 and the command to go on with, which another process takes up", async () => {
    const cwd = place()
    const run = await runCommand(["run", review, "--inputs", '{"text": "Tea"}'], { cwd })
    expect(run).toMatchObject({ status: 3, stderr: "" })
    const [, command] = /go on {2}(?:npx )?flowglass (.*)/.exec(run.stdout) ?? []
    expect(command).toMatch(/^resume [0-9a-f-]{13} --action publish --inputs '\{"note":""\}'$/)
    expect(stored(cwd).map((name) => name.split(".")[1])).toEqual(["json", "paused"])

    const inspected = await runCommand(["inspect", "last"], { cwd })
    expect(inspected).toMatchObject({ status: 0, stderr: "" })
    expect(inspected.stdout).toContain("paused")
    expect(inspected.stdout).toContain("waits for somebody")
    const followed = await runCommand(["inspect", "last", "--follow"], { cwd })
    expect(followed).toMatchObject({ status: 0, stderr: "" })

    const resumed = await runCommand(["resume", "last", "--action", "reject", "--inputs", '{"note": "no"}'], { cwd })
    expect(resumed).toMatchObject({ status: 0, stderr: "" })
    expect(resumed.stdout).toMatch(/ok {4}review .*-> reject/)
    expect(resumed.stdout).not.toContain("ok    start")
    expect(resumed.stdout).toContain("rejected_because  no")
    expect(stored(cwd).map((name) => name.split(".")[1])).toEqual(["json"])
    expect(await runCommand(["test", "last"], { cwd })).toMatchObject({ status: 0 })
  })

  it("asks several at once, shows each, and tells its secrets to nobody who reads its files", async () => {
    const cwd = place()
    writeFileSync(join(cwd, "two.json.yml"), JSON.stringify(two))
    const run = await runCommand(["run", "two.json.yml", "--json"], { cwd })
    expect(run.status).toBe(3)
    const report = JSON.parse(run.stdout)
    expect(report).toMatchObject({ status: "paused", outputs: {}, forms: [{ node_id: "a" }, { node_id: "b" }] })
    expect(run.stdout).not.toContain(secret)
    for (const name of stored(cwd)) {
      expect(readFileSync(join(cwd, ".flowglass", "runs", name), "utf8")).not.toContain(secret)
    }

    const asked = await runCommand(["resume", "last"], { cwd })
    expect(asked).toMatchObject({ status: 3, stderr: "" })
    expect(asked.stdout).toContain("--node b --action ok")
    expect(asked.stdout).not.toContain("\u001b")
    const both = await runCommand(["resume", "last", "--action", "ok", "--inputs", '{"note": "1"}'], { cwd })
    expect(both.status).toBe(32)
    expect(both.stderr).toContain("human_input_form_ambiguous")

    const first = ["resume", "last", "--node", "b", "--action", "ok", "--inputs", '{"note": "2"}']
    const again = await runCommand([...first, "--format", "ndjson"], { cwd })
    expect(again.status).toBe(3)
    expect(eventsOf(again.stdout).map(({ event }) => event)).toEqual([
      "run_resumed",
      "human_input_filled",
      "edge_taken",
      "node_succeeded",
      "run_paused"
    ])
    expect(await runCommand(first, { cwd })).toMatchObject({
      status: 32,
      stderr: expect.stringContaining("human_input_form_submitted")
    })
    const last = await runCommand(["resume", "last", "--action", "ok", "--inputs", '{"note": "1"}', "--json"], { cwd })
    expect(JSON.parse(last.stdout)).toMatchObject({ status: "succeeded", outputs: { a: "1", b: "2", key: secret } })
    const names = stored(cwd)
    expect(names).toHaveLength(1)
    expect(readFileSync(join(cwd, ".flowglass", "runs", names[0] ?? ""), "utf8")).not.toContain(secret)
  })

  it("answered by two processes at once goes on once, and the other one has a code", async () => {
    const cwd = place()
    await runCommand(["run", review, "--inputs", '{"text": "Tea"}'], { cwd })
    const answer = (note: string) =>
      runCommand(["resume", "last", "--node", "review", "--action", "publish", "--inputs", `{"note": "${note}"}`], {
        cwd
      })
    const both = await Promise.all([answer("one"), answer("two")])
    expect(both.map(({ status }) => status).toSorted()).toEqual([0, 32])
    expect(both.map(({ stderr }) => stderr).join("")).toMatch(/run_not_paused|human_input_form_submitted/)
  })

  it("that is not here, or cannot go on from here, says why", async () => {
    const cwd = place()
    await runCommand(["run", review, "--inputs", '{"text": "Tea"}', "--record", "review.json"], { cwd })
    const answer = ["--action", "publish", "--inputs", '{"note": ""}']
    for (const [name, code] of [
      ["review.json", "paused_run_not_kept"],
      ["0000", "workflow_run_not_found"]
    ]) {
      const { stderr } = await runCommand(["resume", name ?? "", ...answer], { cwd })
      expect(stderr).toContain(code)
    }
    const kept = stored(cwd).find((name) => name.endsWith(".paused")) ?? ""
    const file = join(cwd, ".flowglass", "runs", kept)
    const sealed = readFileSync(file, "utf8")
    writeFileSync(
      file,
      sealed.replace(/.$/, (end) => (end === "A" ? "B" : "A"))
    )
    const damaged = await runCommand(["resume", "last", ...answer], { cwd })
    expect(damaged).toMatchObject({ status: 34, stderr: expect.stringContaining("paused_run_not_kept") })
    rmSync(file)
    expect((await runCommand(["resume", "last", ...answer], { cwd })).stderr).toContain("paused_run_not_kept")
  })
})
