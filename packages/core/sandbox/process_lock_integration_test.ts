import { spawn } from "node:child_process"
import { createServer } from "node:net"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

const fixture = fileURLToPath(new URL("./fixtures/attack_lock.mjs", import.meta.url))
const folder = dirname(dirname(fixture))
const flags = ["--permission", `--allow-fs-read=${folder}`, "--disallow-code-generation-from-strings"]

/** Runs the attacks in a process of its own; what it said, and how many connections reached a server here. */
const attack = (parameters: ReadonlyArray<string>) =>
  Effect.callback<{ readonly said: string; readonly connections: number }>((resume) => {
    let connections = 0
    const server = createServer((socket) => {
      connections++
      socket.destroy()
    }).listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" ? String(address?.port) : ""
      const child = spawn(process.execPath, [...parameters, "--no-warnings", fixture, port], { env: {} })
      let said = ""
      child.stdout.on("data", (text: Buffer) => (said += text.toString()))
      child.stderr.on("data", (text: Buffer) => (said += text.toString()))
      child.on("close", () => {
        server.close()
        resume(Effect.succeed({ said, connections }))
      })
    })
  })

describe("lockProcess", () => {
  it.live("leaves nothing that JavaScript could reach the host or the network with", () =>
    Effect.gen(function* () {
      const { said, connections } = yield* attack(flags)
      assert.strictEqual(said, '{"worked":[],"had":"function"}\n')
      assert.strictEqual(connections, 0)
    })
  )

  it.live("refuses a process that its flags do not lock", () =>
    Effect.gen(function* () {
      assert.include((yield* attack([])).said, "this process is not locked: start it with --permission")
      const [permission, read] = flags
      const generating = yield* attack([permission ?? "", read ?? ""])
      assert.include(generating.said, "this process may make code from text")
      assert.include((yield* attack([...flags, "--allow-child-process"])).said, "this process is not locked")
    })
  )
})
