import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"
import { slowRuns } from "./fixtures/slow_run.ts"
import { slowServer } from "./fixtures/slow_server.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass server "))
afterAll(async () => {
  await killServers()
  rmSync(folder, { recursive: true })
})

const place = (): string => mkdtempSync(join(folder, "a place "))

const lockOf = (cwd: string) => join(cwd, ".flowglass", "flowglass.lock")

/** What commands say about what a server keeps, in each of the three ways. */
const questions: ReadonlyArray<ReadonlyArray<string>> = [
  ["apps", "list"],
  ["apps", "export", "Weather note"],
  ["runs", "list"],
  ["runs", "show", "last"],
  ["runs", "list", "--app", "Weather note", "--limit", "1"],
  ["keys", "list", "Weather note"]
]

const refused: ReadonlyArray<readonly [ReadonlyArray<string>, number, string]> = [
  [["apps", "export", "Wether note"], 35, "app_not_found"],
  [["apps", "list", "--workspace", "nowhere"], 35, "workspace_not_found"],
  [["runs", "show", "ffffffff"], 33, "workflow_run_not_found"],
  [["keys", "delete", "Weather note", "none"], 35, "api_key_not_found"],
  [["inspect", "last", "greeter", "txt"], 33, "node_output_not_declared"]
]

const answers = (ways: ReadonlyArray<string>, options: Parameters<typeof json>[1]) =>
  Promise.all(questions.map((question) => json([...question, ...ways], options)))

const refusals = (ways: ReadonlyArray<string>, options: Parameters<typeof json>[1]) =>
  Promise.all(refused.map(([args]) => refusal([...args, ...ways], options)))

describe("flowglass serve --example", () => {
  it("shows a run, keeps everything, and answers the same in three ways", { timeout: 180_000 }, async () => {
    const cwd = place()
    const first = await startServer(cwd)
    expect(await (await fetch(`${first.address}/ready`)).json()).toEqual({ status: "ready" })
    expect(statSync(lockOf(cwd)).mode & 0o077).toBe(0)
    const key = await json(["keys", "create", "Weather note"], { cwd })
    expect(key).toMatchObject({ token: expect.stringMatching(/^app-\w{24}$/) })
    await json(["apps", "publish", "Weather note"], { cwd })

    const env = { FLOWGLASS_EMAIL: "you@localhost", FLOWGLASS_PASSWORD: first.password }
    const throughHolder = await answers([], { cwd })
    const throughServer = await answers(["--server", first.address], { cwd, env })
    expect(throughServer).toEqual(throughHolder)
    expect(throughHolder[2]).toMatchObject([{ status: "succeeded", triggered_from: "debugging", total_steps: 8 }])
    const refusedByHolder = await refusals([], { cwd })
    expect(refusedByHolder.map((one) => JSON.stringify(one))).toEqual(
      refused.map(([, status, code]) => expect.stringContaining(`[${status},{"code":"${code}"`))
    )
    expect(JSON.stringify(refusedByHolder[0])).toContain('did you mean \\"Weather note\\"?')
    const refusedByServer = await refusals(["--server", first.address], { cwd, env })
    expect(refusedByServer.map((one) => /"code":"\w+"/.exec(JSON.stringify(one))?.[0])).toEqual(
      refusedByHolder.map((one) => /"code":"\w+"/.exec(JSON.stringify(one))?.[0])
    )

    const inspected = await runCommand(["inspect", "last", "greeter", "text"], { cwd })
    expect(inspected).toMatchObject({ status: 0, stdout: "Hello Ada, enjoy the warm day!\n", stderr: "" })
    first.child.kill("SIGINT")
    expect(await first.outcome).toMatchObject({ status: 0, signal: null, stderr: "" })
    expect(existsSync(lockOf(cwd))).toBe(false)

    // Nobody has the folder any more: the commands open it themselves, one after the other.
    const alone = await Promise.all([json(["runs", "show", "last"], { cwd }), json(["apps", "list"], { cwd })])
    expect(alone).toEqual([throughHolder[3], throughHolder[0]])
    const kept = await runCommand(["inspect", "last", "greeter", "text"], { cwd })
    expect(kept).toMatchObject({ status: 0, stdout: inspected.stdout })
    expect(await json(["diff", "last", "last"], { cwd })).toMatchObject({ equal: true })

    const second = await startServer(cwd)
    expect(second.password).toBe("")
    expect(await answers([], { cwd })).toEqual(
      JSON.parse(JSON.stringify(throughHolder).replace(first.address, second.address))
    )
    second.child.kill("SIGTERM")
    expect(await second.outcome).toMatchObject({ status: 0, signal: null, stderr: "" })
  })
})

/** A server with a published app that asks a slow one. */
const slowPlace = async () => {
  const cwd = place()
  const slow = await slowServer()
  const server = await startServer(cwd, { args: [], env: { FLOWGLASS_ALLOW_HOSTS: slow.host } })
  return { cwd, slow, server, run: await slowRuns(server, slow.host, { cwd }) }
}

describe("a server that is told to end", () => {
  it("lets requests end, says 503 on /ready meanwhile, and ends with 0", { timeout: 120_000 }, async () => {
    const { slow, server, run } = await slowPlace()
    const ended = run()
    const answer = await slow.asked()
    server.child.kill("SIGTERM")
    await sleep(500)
    const ready = await fetch(`${server.address}/ready`)
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { code: "server_shutting_down", message: "The server is about to end.", status: 503 }
    ])
    answer()
    expect(await ended).toMatchObject({ data: { status: "succeeded", outputs: { body: "at last" } } })
    expect(await server.outcome).toMatchObject({ status: 0, signal: null, stderr: "" })
    slow.close()
  })

  it("lets a run be stopped, and ends at once the second time", { timeout: 120_000 }, async () => {
    const { cwd, slow, server, run } = await slowPlace()
    const stopped = run()
    await slow.asked()
    expect(await json(["runs", "list"], { cwd })).toMatchObject([{ status: "running", finished_at: null }])
    const inspected = await json(["inspect", "last", "ask"], { cwd })
    expect(inspected).toMatchObject({ node_id: "ask", node_status: "running" })
    await json(["runs", "stop", "last"], { cwd })
    expect(await stopped).toMatchObject({ data: { status: "stopped" } })
    expect(await refusal(["runs", "stop", "last"], { cwd })).toMatchObject([32, { code: "run_not_at_work" }])
    const cut = run()
    await slow.asked()
    server.child.kill("SIGINT")
    await sleep(500)
    expect(server.child.exitCode).toBe(null)
    const before = performance.now()
    server.child.kill("SIGINT")
    expect(await server.outcome).toMatchObject({ status: 130, signal: null })
    expect(performance.now() - before).toBeLessThan(2000)
    expect(await cut).toBe("cut off")
    slow.close()
  })
})

describe("a folder that was left behind or belongs to somebody", () => {
  it("is taken over when its server was killed, and is refused to a second server", { timeout: 120_000 }, async () => {
    const cwd = place()
    const server = await startServer(cwd)
    const second = await runCommand(["serve", "--port", "0"], { cwd })
    expect(second.status).toBe(35)
    expect(second.stderr).toContain(`error data_folder_locked: `)
    expect(second.stderr).toContain(`in use by process ${server.child.pid}, which answers at ${server.address}`)
    server.child.kill("SIGKILL")
    await server.outcome
    expect(existsSync(lockOf(cwd))).toBe(true)
    expect(await json(["apps", "list"], { cwd })).toMatchObject([{ name: "Weather note" }])
  })

  it("hostile: a lock that leads elsewhere gives its token to nobody", { timeout: 120_000 }, async () => {
    const cwd = place()
    const asked: Array<string | undefined> = []
    const thief = createServer((request, response) => {
      asked.push(request.headers.authorization)
      response.end("welcome")
    })
    await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve))
    const address = thief.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const server = await startServer(cwd)
    const lock = JSON.parse(readFileSync(lockOf(cwd), "utf8"))
    writeFileSync(lockOf(cwd), JSON.stringify({ ...lock, commands: `http://127.0.0.1:${port}@evil.test` }))
    expect(await refusal(["runs", "list"], { cwd })).toMatchObject([35, { code: "data_folder_locked" }])
    expect(asked).toEqual([])
    // Somebody who guesses is told nothing, and what answers wrongly is not believed.
    writeFileSync(lockOf(cwd), JSON.stringify({ ...lock, token: "guessed" }))
    expect(await refusal(["apps", "list"], { cwd })).toMatchObject([38, { code: "local_access_refused" }])
    writeFileSync(lockOf(cwd), JSON.stringify({ ...lock, commands: `http://127.0.0.1:${port}` }))
    expect(await refusal(["apps", "list"], { cwd })).toMatchObject([39, { code: "server_answer_unknown" }])
    server.child.kill("SIGINT")
    await server.outcome
    thief.close()
  })

  it("with nothing in it says so, and workspaces create makes a database", { timeout: 60_000 }, async () => {
    const cwd = place()
    expect(await refusal(["apps", "list"], { cwd })).toMatchObject([35, { code: "data_folder_empty" }])
    expect(readdirSync(cwd)).toEqual([])
    const made = await json(["workspaces", "create", "Main", "--owner", "Ann@Example.test"], { cwd })
    expect(made).toMatchObject({ name: "Main", owner: "ann@example.test", password: expect.stringMatching(/-1a$/) })
    const empty = await runCommand(["apps", "list"], { cwd })
    expect(empty).toMatchObject({ status: 0, stdout: "" })
    expect(empty.stderr).toBe("There are no apps yet; make one of a file: npx flowglass apps import FILE\n")
    expect(await refusal(["accounts", "reset", "nobody@example.test"], { cwd })).toMatchObject([
      35,
      { code: "account_not_found" }
    ])
    expect(await json(["accounts", "reset", "ann@example.test"], { cwd })).toMatchObject({ email: "ann@example.test" })
  })
})
