import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand, startCommand } from "./fixtures/command_process.ts"
import { publishedApp } from "./fixtures/published_app.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"
import { slowRuns } from "./fixtures/slow_run.ts"
import { slowServer } from "./fixtures/slow_server.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass verbs "))
afterAll(async () => {
  await killServers()
  rmSync(folder, { recursive: true })
})

const place = (): string => mkdtempSync(join(folder, "a place "))

/** How somebody signs in who owns what `publishedApp` has made. */
const signInOf = async (cwd: string): Promise<{ readonly [name: string]: string }> => {
  const made = await json(["accounts", "reset", "ann@example.test"], { cwd })
  const password = /"password":"([^"]+)"/.exec(JSON.stringify(made))?.[1] ?? ""
  return { FLOWGLASS_EMAIL: "ann@example.test", FLOWGLASS_PASSWORD: password }
}

/** Hands over a number as it was given. */
const echoApp = JSON.stringify({
  app: { mode: "workflow", name: "Echo" },
  workflow: {
    graph: {
      nodes: [
        {
          id: "start",
          data: { type: "start", variables: [{ variable: "n", label: "n", type: "number", required: true }] }
        },
        { id: "end", data: { type: "end", outputs: [{ variable: "n", value_selector: ["start", "n"] }] } }
      ],
      edges: [{ source: "start", target: "end" }]
    }
  }
})

describe("with --server", () => {
  it("a run at work is stopped, and one that ended runs once more with every digit of its inputs", {
    timeout: 120_000
  }, async () => {
    const cwd = place()
    const slow = await slowServer()
    const server = await startServer(cwd, { args: [], env: { FLOWGLASS_ALLOW_HOSTS: slow.host } })
    const run = await slowRuns(server, slow.host, { cwd })
    const env = await signInOf(cwd)
    const on = ["--server", server.address]
    const stopped = run()
    await slow.asked()
    expect(await json(["runs", "stop", "last", ...on], { cwd, env })).toMatchObject({ status: "stopped" })
    expect(await stopped).toMatchObject({ data: { status: "stopped" } })

    const followed = run()
    const answer = await slow.asked()
    const follow = ["inspect", "last", "--follow", ...on]
    const events = startCommand([...follow, "--format", "ndjson"], { cwd, env })
    const value = startCommand([...follow, "ask", "body"], { cwd, env })
    await events.says('"event":"snapshot"')
    answer()
    await followed
    const lines = (await events.outcome).stdout.trim().split("\n")
    expect(lines.map((line) => JSON.parse(line).event).at(-1)).toBe("workflow_run_completed")
    expect(await value.outcome).toMatchObject({ status: 0, stdout: "at last\n", stderr: "" })
    slow.close()

    const echo = await publishedApp(server, { name: "Echo", text: echoApp, inputs: { n: 1 } }, { cwd })
    await echo()
    const replay = ["runs", "replay", "last", "--inputs", '{"n": 12345678901234567890}']
    const again = await json([...replay, ...on], { cwd, env })
    const id = /"id":"([^"]+)"/.exec(JSON.stringify(again))?.[1] ?? ""
    const shown = await runCommand(["runs", "show", id, "--json"], { cwd })
    expect(shown.stdout).toContain('"n": 12345678901234567890')
    server.child.kill("SIGINT")
    await server.outcome
  })

  it("whoever signs in gets a new password, and everybody else's stays", { timeout: 120_000 }, async () => {
    const cwd = place()
    const server = await startServer(cwd)
    const on = ["--server", server.address]
    const env = { FLOWGLASS_EMAIL: "you@localhost", FLOWGLASS_PASSWORD: server.password }
    const reset = await json(["accounts", "reset", "You@localhost", ...on], { cwd, env })
    expect(reset).toEqual({ email: "you@localhost", password: expect.stringMatching(/-1a$/) })
    expect(await refusal(["apps", "list", ...on], { cwd, env })).toMatchObject([38, { code: "authentication_failed" }])
    const password = /"password":"([^"]+)"/.exec(JSON.stringify(reset))?.[1] ?? ""
    const now = { ...env, FLOWGLASS_PASSWORD: password }
    expect(await json(["apps", "list", ...on], { cwd, env: now })).toHaveLength(1)
    server.child.kill("SIGINT")
    await server.outcome
  })
})

describe("what the console API cannot do", () => {
  it("is said with a code, and so are a wrong password, a wrong address and none at all", {
    timeout: 120_000
  }, async () => {
    const cwd = place()
    const server = await startServer(cwd)
    const env = { FLOWGLASS_EMAIL: "you@localhost", FLOWGLASS_PASSWORD: server.password }
    const on = ["--server", server.address]
    const cases: ReadonlyArray<readonly [ReadonlyArray<string>, { readonly [name: string]: string }, string]> = [
      [["accounts", "reset", "ann@example.test", ...on], env, "server_verb_unavailable"],
      [["runs", "prune", "--older-than", "1d", ...on], env, "server_verb_unavailable"],
      [["workspaces", "create", "More", "--owner", "a@b.test", ...on], env, "server_verb_unavailable"],
      [["runs", "stop", "last", ...on], env, "run_not_at_work"],
      [["apps", "export", "Weather note", "--include-secrets", ...on], env, "server_verb_unavailable"],
      [["apps", "list", ...on], { ...env, FLOWGLASS_PASSWORD: "wrong" }, "authentication_failed"],
      [["apps", "list", ...on], {}, "argument_missing"],
      [["apps", "list", ...on], { FLOWGLASS_EMAIL: "you@localhost" }, "argument_missing"],
      [["apps", "list", ...on, "--password-file", "missing"], env, "argument_file_unreadable"],
      [["apps", "list", "--server", "http://127.0.0.1:1"], env, "server_not_reached"],
      [["apps", "list", "--server", `${server.address}/docs`], env, "server_answer_unknown"],
      [["apps", "list", "--server", "http://you:secret@127.0.0.1"], env, "argument_invalid"]
    ]
    const errors = await Promise.all(cases.map(([args, variables]) => refusal(args, { cwd, env: variables })))
    expect(errors.map(([, error]) => error)).toMatchObject(cases.map(([, , code]) => ({ code })))
    expect(JSON.stringify(errors)).not.toContain("secret@")
    writeFileSync(join(cwd, "password"), `${server.password}\n`, { mode: 0o600 })
    const email = { FLOWGLASS_EMAIL: "you@localhost" }
    const fromFile = ["workspaces", "list", ...on, "--password-file", "password"]
    expect(await json(fromFile, { cwd, env: email })).toMatchObject([{ owner: null }])
    // A file says the same as the environment.
    writeFileSync(join(cwd, ".env"), `FLOWGLASS_EMAIL=you@localhost\nFLOWGLASS_PASSWORD=${server.password}\n`)
    expect(await json(["workspaces", "list", ...on], { cwd })).toHaveLength(1)
    server.child.kill("SIGINT")
    await server.outcome
  })
})
