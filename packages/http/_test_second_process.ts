import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Effect, Redacted } from "effect"

const main = fileURLToPath(new URL("./_test_server_main.ts", import.meta.url))

/** The port of a server in another process, on the same PostgreSQL; it ends with the scope. */
export const secondProcess = (url: Redacted.Redacted) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ readonly port: number; readonly end: () => void }>((resume) => {
        const env = { PATH: process.env.PATH, DATABASE_URL: Redacted.value(url) }
        const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] })
        const end = () => void child.kill("SIGKILL")
        let said = ""
        const hear = (chunk: Buffer) => {
          said += chunk.toString()
          const port = /listening on (\d+)/.exec(said)?.[1]
          if (port !== undefined) resume(Effect.succeed({ port: Number(port), end }))
        }
        child.stdout.on("data", hear)
        child.stderr.on("data", hear)
        child.on("exit", (code) => resume(Effect.die(new Error(`the other process ended with ${code}: ${said}`))))
        return Effect.sync(end)
      }),
      ({ end }) => Effect.sync(end)
    ),
    ({ port }) => port
  )
