import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "@effect/vitest"
import { runCommand } from "./fixtures/command_process.ts"
import { json, killServers, refusal, startServer } from "./fixtures/server_process.ts"
import { slowRuns } from "./fixtures/slow_run.ts"
import { slowServer } from "./fixtures/slow_server.ts"

const cwd = mkdtempSync(join(tmpdir(), "flow glass stop "))
afterAll(async () => {
  await killServers()
  rmSync(cwd, { recursive: true })
})

const id = "[0-9a-f-]{36}"

it("runs stop says stopped of a run that has ended, and of another that it was asked to", {
  timeout: 120_000
}, async () => {
  const slow = await slowServer()
  const start = () => startServer(cwd, { args: [], env: { FLOWGLASS_ALLOW_HOSTS: slow.host } })
  const server = await start()
  const run = await slowRuns(server, slow.host, { cwd })
  const stopped = run()
  await slow.asked()
  const done = await runCommand(["runs", "stop", "last"], { cwd })
  expect(done).toMatchObject({ status: 0, stdout: expect.stringMatching(`^${id}  stopped\n$`), stderr: "" })
  expect(await stopped).toMatchObject({ data: { status: "stopped" } })

  const left = run()
  await slow.asked()
  server.child.kill("SIGKILL")
  await Promise.all([server.outcome, left])
  // Nobody is there to stop it.
  const asked = await runCommand(["runs", "stop", "last"], { cwd })
  expect(asked).toMatchObject({ status: 0, stdout: expect.stringMatching(`^${id}  asked to stop, still running\n$`) })
  expect(asked.stderr).toMatch(new RegExp(`^See how it stands: npx flowglass runs show ${id}\n$`))
  expect(await json(["runs", "stop", "last"], { cwd })).toMatchObject({ result: "success", status: "running" })

  // The next server finds what it was asked.
  const next = await start()
  await expect
    .poll(() => json(["runs", "show", "last"], { cwd }), { timeout: 30_000 })
    .toMatchObject({
      status: "stopped"
    })
  expect(await refusal(["runs", "stop", "last"], { cwd })).toMatchObject([32, { code: "run_not_at_work" }])
  slow.close()
  next.child.kill("SIGINT")
  await next.outcome
})
