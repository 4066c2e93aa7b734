import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"

const cwd = mkdtempSync(join(tmpdir(), "flow glass apps "))
beforeAll(async () => {
  await startServer(cwd, { args: [] })
  await json(["workspaces", "create", "Main", "--owner", "ann@example.test"], { cwd })
}, 120_000)
afterAll(async () => {
  await killServers()
  rmSync(cwd, { recursive: true })
})

// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

/** A file as an attacker writes it: what may not stand in YAML stands there as an escape. */
const escaped = (json: string): string =>
  json.replaceAll(/[^\u0020-\u007e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)

const appFile = (name: string): string =>
  escaped(
    JSON.stringify({
      app: { mode: "workflow", name },
      workflow: {
        graph: { nodes: [], edges: [] },
        environment_variables: [{ id: "1", name: "KEY", value_type: "secret", value: "sk-secret" }]
      }
    })
  )

describe("apps of somebody else", () => {
  it("hostile: their names do not steer the terminal", async () => {
    const name = "ok\u001b]0;title\u0007\u001b[2J\nfake  row\u202e\u009b31m __proto__"
    writeFileSync(join(cwd, "hostile.json"), appFile(name))
    const imported = await runCommand(["apps", "import", "hostile.json"], { cwd })
    expect(imported).toMatchObject({ status: 0, stderr: "" })
    expect(imported.stdout).toMatch(/^\S+ {2}ok .*\n$/)
    const [id = ""] = imported.stdout.split(" ")
    const shown = [
      imported,
      await runCommand(["apps", "list"], { cwd }),
      await runCommand(["apps", "list", "--json"], { cwd }),
      await runCommand(["apps", "publish", id], { cwd }),
      await runCommand(["apps", "export", id], { cwd }),
      await runCommand(["apps", "publish", name], { cwd }),
      await runCommand(["apps", "publish", "\u001b[2J"], { cwd })
    ]
    for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toMatch(steering)
    expect(shown.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0, 35])
    expect(shown[1]?.stdout.trim().split("\n")).toHaveLength(2)
    expect(JSON.parse(shown[2]?.stdout ?? "")).toMatchObject([{ name }])
    // What was exported is the same app again.
    writeFileSync(join(cwd, "again.yml"), shown[4]?.stdout ?? "")
    expect(await json(["apps", "import", "again.yml"], { cwd })).toMatchObject({ name })
  })

  it("hostile: export goes to devices and through links, and fails where nothing can be written", async () => {
    writeFileSync(join(cwd, "plain.json"), appFile("Plain"))
    await json(["apps", "import", "plain.json"], { cwd })
    const to = (file: string) => ["apps", "export", "Plain", "--output", file]
    expect(await json(to("/dev/null"), { cwd })).toMatchObject({ name: "Plain", file: "/dev/null" })
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true)
    for (const file of ["/dev/full", cwd, join(cwd, "missing", "x.yml"), join(cwd, "plain.json", "x.yml")]) {
      expect([file, await refusal(to(file), { cwd })]).toMatchObject([file, [40, { code: "export_not_writable" }]])
    }
    symlinkSync("target.yml", join(cwd, "link.yml"))
    await json(to("link.yml"), { cwd })
    const text = readFileSync(join(cwd, "target.yml"), "utf8")
    expect(text).toContain("name: Plain")
    expect(text).not.toContain("sk-secret")
    await json([...to("secrets.yml"), "--include-secrets"], { cwd })
    expect(readFileSync(join(cwd, "secrets.yml"), "utf8")).toContain("sk-secret")
    expect(statSync(join(cwd, "secrets.yml")).mode & 0o077).toBe(0)
  })

  it("are refused before anything is made when their file is none", async () => {
    writeFileSync(join(cwd, "none.yml"), "just: text")
    expect(await refusal(["apps", "import", "none.yml"], { cwd })).toMatchObject([20, { code: "dsl_workflow_missing" }])
    expect(await refusal(["apps", "import", "gone.yml"], { cwd })).toMatchObject([20, { code: "dsl_file_unreadable" }])
    expect(await refusal(["apps", "import"], { cwd })).toMatchObject([2, { code: "argument_missing" }])
    expect(await refusal(["apps", "lst"], { cwd })).toMatchObject([2, { hint: "did you mean list?" }])
    expect(existsSync(join(cwd, "none.yml"))).toBe(true)
  })
})
