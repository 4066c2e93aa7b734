import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { commandBlocks, commandScript } from "./readme_commands.mjs"

const run = (...lines: ReadonlyArray<string>) => {
  const script = commandScript("README.md", commandBlocks(lines.join("\n")))
  return spawnSync("bash", ["-c", script], { encoding: "utf8", timeout: 50_000 })
}

describe("commandScript", () => {
  it("runs the blocks in one shell and counts them", () => {
    const { status, stdout } = run("```sh", "name='it'\"'\"'s'", "```", "```sh", 'echo "$name"', "```")
    expect(stdout).toMatch(/== README\.md:1\n-- README\.md:1: 0 s\n\n== README\.md:4\nit's\n/)
    expect(stdout).toMatch(/\nREADME: 2 passed, 0 failed\n$/)
    expect(status).toBe(0)
  })

  it.each(["false", "false | true", "(exit 7)", 'echo "$unknown_name"'])(
    "stops at a command that fails: %s",
    (command) => {
      const { status, stdout } = run(
        "```sh",
        "true",
        "```",
        "```sh",
        command,
        "```",
        "```sh",
        "echo not reached",
        "```"
      )
      expect(status).not.toBe(0)
      expect(stdout).not.toContain("not reached")
      expect(stdout).toContain("README: 1 passed, 1 failed (README.md:4)")
    }
  )

  /** A server that says where it answers, and answers after a while. */
  const server = (end: string) => [
    "```sh background",
    "node - <<'JS'",
    'const server = require("node:http").createServer((request, response) => {',
    "  response.statusCode = performance.now() > 1000 ? 200 : 503",
    "  response.end()",
    "})",
    'server.listen(0, "127.0.0.1", () => console.log(`at http://127.0.0.1:${server.address().port}, soon`))',
    `process.on("SIGINT", () => { ${end} })`,
    "JS",
    "```"
  ]

  it("waits until a server is ready, goes on beside it, and interrupts it in the end", () => {
    const home = mkdtempSync(join(tmpdir(), "readme commands "))
    const file = JSON.stringify(join(home, "ended"))
    const end = `setTimeout(() => { require("node:fs").writeFileSync(${file}, ""); process.exit() }, 300)`
    const { status, stdout } = run(...server(end), "```sh", "echo beside", "```")
    expect(stdout).toMatch(/, soon\n-- README\.md:1: \d s\n\n== README\.md:11\nbeside\n/)
    expect(stdout).toMatch(/\nREADME: 2 passed, 0 failed\n$/)
    expect(status).toBe(0)
    expect(existsSync(join(home, "ended"))).toBe(true)
    rmSync(home, { recursive: true })
  })

  it("tells of a server that ends before it is ready", () => {
    const { status, stderr } = run("```sh background", "echo http://127.0.0.1:1", "```")
    expect(stderr).toContain("README.md:1 never answered that it is ready")
    expect(status).toBe(1)
  })

  it.each([
    ["process.exit(3)", "a server ended with exit code 3"],
    ['console.error("oh"); process.exit()', "a server has complained"]
  ])("tells of a server that does not end well: %s", (end, told) => {
    const { status, stderr } = run(...server(end), "```sh", "true", "```")
    expect(stderr).toContain(told)
    expect(status).toBe(1)
  })

  it("tells of a server that does not outlive the commands beside it", () => {
    const ending = server("process.exit()").toSpliced(3, 0, "  setTimeout(() => process.exit(), 300)")
    expect(run(...ending, "```sh", "sleep 2", "```").status).toBe(1)
  })
})
