import { spawnSync } from "node:child_process"
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

  it("waits until a server is ready, goes on beside it, and lets it end in its own way", () => {
    const { status, stdout } = run(
      "```sh background",
      'home="$(mktemp -d)"; trap \'sleep 0.3; rm "$home/alive"\' TERM',
      'sleep 0.3; touch "$home/alive"; echo "$home ready"; sleep 60 & wait || true; wait',
      "```",
      "```sh",
      "echo beside",
      "```"
    )
    expect(stdout).toMatch(/ ready\n-- README\.md:1: \d s\n\n== README\.md:5\nbeside\n/)
    expect(status).toBe(0)
    const home = /(\S+) ready/.exec(stdout)?.[1] ?? ""
    expect(spawnSync("ls", [home], { encoding: "utf8" })).toMatchObject({ status: 0, stdout: "" })
  })

  it("tells of a server that ends before it is ready, or that does not outlive the commands beside it", () => {
    expect(run("```sh background", "echo no", "```").stderr).toContain("README.md:1 never said that it is ready")
    expect(run("```sh background", "echo ready", "```", "```sh", "sleep 0.5", "```").status).toBe(1)
  })
})
