import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { TestPostgres } from "../core/store/sql/_test_postgres.ts"
import { type AskingOptions, askingApp } from "./fixtures/asking_app.ts"
import { runCommand, startCommand } from "./fixtures/command_process.ts"
import { publishedApp } from "./fixtures/published_app.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"
import { slowServer } from "./fixtures/slow_server.ts"

const folder = mkdtempSync(join(tmpdir(), "flow glass resume "))
afterAll(async () => {
  await killServers()
  rmSync(folder, { recursive: true })
})

const note = (text: string): ReadonlyArray<string> => ["--action", "yes", "--inputs", JSON.stringify({ note: text })]

/** A server whose app has asked somebody; the id of its run. */
const asked = async (options: AskingOptions, env: { readonly [name: string]: string } = {}) => {
  const cwd = mkdtempSync(join(folder, "a place "))
  const server = await startServer(cwd, { args: [], env })
  const run = await publishedApp(server, { name: "Asking", text: askingApp(options) }, { cwd, env })
  const id = /"workflow_run_id":"([^"]+)"/.exec(JSON.stringify(await run()))?.[1] ?? ""
  return { cwd, server, run, id }
}

describe("resume, of a run that a server keeps", () => {
  it("asks and answers through the server that has the folder, files too, and shows how the run goes on", {
    timeout: 120_000
  }, async () => {
    const { cwd, server, id } = await asked({ file: true })
    const shown = await runCommand(["resume", "last"], { cwd })
    expect(shown).toMatchObject({ status: 3, stderr: "" })
    expect(shown.stdout).toContain(`go on  npx flowglass resume ${id.slice(0, 13)} --action yes --inputs`)
    const wrong = ["--action", "no", "--inputs", '{"note": "", "proof": null}']
    expect(await refusal(["resume", id, ...wrong], { cwd })).toMatchObject([21, { code: "human_input_action_unknown" }])
    writeFileSync(join(cwd, "proof.txt"), "it is so")
    const fields = JSON.stringify({ note: "fine", proof: { type: "document", path: "proof.txt" } })
    const resumed = await runCommand(["resume", "last", "--action", "yes", "--inputs", fields], { cwd })
    expect(resumed).toMatchObject({ status: 0, stderr: "" })
    expect(resumed.stdout).toMatch(/^Asking {2}workflow, 3 nodes/)
    expect(resumed.stdout).toMatch(/ok {4}a .*-> yes/)
    expect(resumed.stdout).toMatch(/note +fine\n/)
    expect(resumed.stdout).toContain("proof.txt")
    expect(await refusal(["resume", id, ...note("again")], { cwd })).toMatchObject([32, { code: "run_not_paused" }])
    // It is a run of the server, and stays there.
    expect(readdirSync(cwd).filter((name) => name.startsWith("."))).toEqual([".flowglass"])
    expect(readdirSync(join(cwd, ".flowglass"))).not.toContain("runs")
    server.child.kill("SIGTERM")
    expect(await server.outcome).toMatchObject({ status: 0, stderr: "" })
  })

  it("goes on here when no server works, asks again, and the next server shows what came of it", {
    timeout: 120_000
  }, async () => {
    const { cwd, server, run, id } = await asked({ twice: true })
    await run()
    server.child.kill("SIGTERM")
    await server.outcome
    const first = await runCommand(["resume", id, ...note("one"), "--format", "ndjson"], { cwd })
    expect(first).toMatchObject({ status: 3, stderr: "" })
    const names = first.stdout.trim().split("\n")
    expect(names.map((line) => JSON.parse(line).event)).toEqual([
      "run_resumed",
      "human_input_filled",
      "edge_taken",
      "node_succeeded",
      "node_started",
      "human_input_required",
      "node_paused",
      "run_paused"
    ])
    const last = await json(["resume", id, ...note("two"), "--record", "record.json"], { cwd })
    expect(last).toMatchObject({ run_id: id, status: "succeeded", outputs: { note: "two" } })
    expect(await json(["test", "record.json"], { cwd })).toMatchObject([{ equal: true }])
    const next = await startServer(cwd, { args: [] })
    expect(await json(["runs", "show", id], { cwd })).toMatchObject({ status: "succeeded", outputs: { note: "two" } })
    // The other run waits as it did: nobody has touched it.
    expect(await json(["runs", "show", "last"], { cwd })).toMatchObject({ status: "paused" })
    next.child.kill("SIGTERM")
    await next.outcome
  })

  it("goes through the console API with --server, signed in as somebody who may", { timeout: 120_000 }, async () => {
    const { cwd, server, id } = await asked({ twice: true })
    const made = await json(["accounts", "reset", "ann@example.test"], { cwd })
    const password = /"password":"([^"]+)"/.exec(JSON.stringify(made))?.[1] ?? ""
    const env = { FLOWGLASS_EMAIL: "ann@example.test", FLOWGLASS_PASSWORD: password }
    const on = ["--server", server.address]
    const elsewhere = mkdtempSync(join(folder, "elsewhere "))
    const shown = await runCommand(["resume", "last", ...on], { cwd: elsewhere, env })
    expect(shown).toMatchObject({ status: 3, stderr: "" })
    expect(shown.stdout).toContain(`--action yes --inputs '{"note":""}' --server ${server.address}`)
    const refused: ReadonlyArray<readonly [ReadonlyArray<string>, number, string]> = [
      [["--action", "no", "--inputs", '{"note":""}'], 39, "invalid_form_data"],
      [["--node", "nobody", ...note("")], 32, "human_input_form_not_found"],
      [["--record", "r.json", ...note("")], 39, "server_verb_unavailable"]
    ]
    for (const [args, status, code] of refused) {
      expect(await refusal(["resume", id, ...args, ...on], { cwd: elsewhere, env })).toMatchObject([status, { code }])
    }
    const first = await runCommand(["resume", id, ...note("one"), ...on], { cwd: elsewhere, env })
    expect(first).toMatchObject({ status: 3, stderr: "" })
    expect(first.stdout).toMatch(/ {2}paused {2}[\s\S]*\n {2}b {2}Ask b/)
    const last = await json(["resume", id, "--node", "b", ...note("two"), ...on], { cwd: elsewhere, env })
    expect(last).toMatchObject({ id, status: "succeeded", outputs: { note: "two" } })
    expect(await refusal(["resume", id, ...note("three"), ...on], { cwd: elsewhere, env })).toMatchObject([
      32,
      { code: "run_not_paused" }
    ])
    expect(readdirSync(elsewhere)).toEqual([])
    server.child.kill("SIGTERM")
    await server.outcome
  })

  it("leaves the run to the next server when it is interrupted", { timeout: 120_000 }, async () => {
    const slow = await slowServer()
    const env = { FLOWGLASS_ALLOW_HOSTS: slow.host }
    const { cwd, server, id } = await asked({ looksAt: `http://${slow.host}` }, env)
    server.child.kill("SIGTERM")
    await server.outcome
    const resumed = startCommand(["resume", id, ...note("one")], { cwd, env })
    await slow.asked()
    resumed.child.kill("SIGINT")
    const { status, stderr } = await resumed.outcome
    expect([status, stderr]).toEqual([
      130,
      expect.stringContaining(`The run ${id.slice(0, 13)} was left: the next server goes on with it.`)
    ])
    const next = await startServer(cwd, { args: [], env })
    const answer = await slow.asked()
    answer()
    await expect
      .poll(() => json(["runs", "show", id], { cwd }), { timeout: 20_000 })
      .toMatchObject({
        status: "succeeded",
        outputs: { note: "one" }
      })
    next.child.kill("SIGTERM")
    await next.outcome
    slow.close()
  })

  it("takes the first of two answers", { timeout: 120_000 }, async () => {
    const { cwd, server, id } = await asked({ twice: true })
    const answer = (text: string) => runCommand(["resume", id, "--node", "a", ...note(text), "--json"], { cwd })
    const both = await Promise.all([answer("one"), answer("other")])
    expect(both.map(({ status }) => status).toSorted()).toEqual([3, 32])
    server.child.kill("SIGKILL")
    await server.outcome
  })

  it.live(
    "is answered by a process beside the server on PostgreSQL, which goes on with it",
    () =>
      Effect.gen(function* () {
        const { freshDatabase } = yield* TestPostgres
        const url = Redacted.value(yield* freshDatabase)
        yield* Effect.promise(async () => {
          const env = { DATABASE_URL: url, SECRET_KEY: "a secret of the tests, long enough for HS256" }
          const { cwd, server, id } = await asked({ twice: true }, env)
          const first = await runCommand(["resume", id, ...note("one")], { cwd, env })
          assert.deepStrictEqual([first.status, first.stderr], [3, ""])
          const last = await json(["resume", "last", ...note("two")], { cwd, env })
          assert.include(JSON.stringify(last), '"outputs":{"note":"two"}')
          server.child.kill("SIGTERM")
          assert.strictEqual((await server.outcome).status, 0)
        })
      }).pipe(Effect.provide(TestPostgres.layer)),
    180_000
  )
})
