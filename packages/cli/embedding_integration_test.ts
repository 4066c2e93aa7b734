import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "@effect/vitest"

const program = fileURLToPath(new URL("./fixtures/silent_program.mjs", import.meta.url))
const closing = fileURLToPath(new URL("./fixtures/closing_program.mjs", import.meta.url))

it("embedded, it never prints, exits, installs handlers, reads the environment, or outlives its close", () => {
  const start = performance.now()
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [program], {
    encoding: "utf8",
    timeout: 20_000,
    env: { PATH: process.env.PATH, OPENAI_API_KEY: "sk-not-to-be-read", HTTP_PROXY: "http://127.0.0.1:1" }
  })
  expect(stderr).toBe("")
  expect([status, signal]).toEqual([0, null])
  const { environment, ...seen } = JSON.parse(stdout)
  // Node's module loader and undici look up switches of their own.
  const asked = environment.filter((name: string) => !/^(WATCH_REPORT_DEPENDENCIES|FORCE_COLOR|UNDICI_\w+)$/.test(name))
  expect(asked).toEqual([])
  expect(seen).toEqual({
    printed: [],
    exits: 0,
    status: "failed",
    code: "template_evaluation_failed",
    listeners: true
  })
  expect(performance.now() - start).toBeLessThan(15_000)
})

it.skipIf(process.platform !== "linux")(
  "closed while code of both languages runs for ever, it leaves no process and nothing that keeps the host alive",
  () => {
    const { stdout, stderr, status, signal } = spawnSync(process.execPath, [closing], {
      encoding: "utf8",
      timeout: 50_000,
      env: { PATH: process.env.PATH }
    })
    expect(stderr).toBe("")
    expect([status, signal]).toEqual([0, null])
    const seen = JSON.parse(stdout)
    expect(seen).toMatchObject({ after: 0, status: "stopped" })
    expect(seen.before).toBeGreaterThan(0)
    expect(seen.took).toBeLessThan(5_000)
  },
  60_000
)
