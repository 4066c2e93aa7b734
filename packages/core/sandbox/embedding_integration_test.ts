import { fork } from "node:child_process"
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { childrenOf, eventually, isRunning } from "./_test_processes.ts"

const core = fileURLToPath(new URL("..", import.meta.url))

/** Starts a process of its own and waits for its end. */
const ran = (file: string, ...parameters: ReadonlyArray<string>) =>
  Effect.callback<{ readonly exit: number | null; readonly said: string }>((resume) => {
    const child = fork(file, parameters, { execArgv: [], stdio: "pipe" })
    let said = ""
    child.stdout?.on("data", (text: Buffer) => (said += text.toString()))
    child.stderr?.on("data", (text: Buffer) => (said += text.toString()))
    child.on("close", (exit) => resume(Effect.succeed({ exit, said })))
    return Effect.sync(() => child.kill("SIGKILL"))
  }).pipe(Effect.timeout("20 seconds"))

/** A copy of the engine that finds effect and nothing else. */
const copyWithoutPeers = Effect.acquireRelease(
  Effect.promise(async () => {
    const folder = await mkdtemp(join(tmpdir(), "flowglass-"))
    for (const part of ["error", "sandbox", "value"])
      await cp(join(core, part), join(folder, part), { recursive: true })
    await writeFile(join(folder, "package.json"), '{"type":"module"}')
    await mkdir(join(folder, "node_modules"))
    const effect = join(createRequire(import.meta.url).resolve("effect/package.json"), "..")
    await symlink(effect, join(folder, "node_modules", "effect"))
    return folder
  }),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

describe("a process that embeds CodeRunner", () => {
  it.live("ends by itself although the runner was never closed, and not before its call has ended", () =>
    Effect.gen(function* () {
      const ended = yield* ran(join(core, "sandbox", "fixtures", "run_one_call.mjs"))
      assert.deepStrictEqual(ended, { exit: 0, said: '{"n":1}\n' })
    })
  )

  it.live("is told the install command when the optional package is not there", () =>
    Effect.gen(function* () {
      const folder = yield* copyWithoutPeers
      const file = join(folder, "sandbox", "fixtures", "check_language.mjs")
      assert.deepStrictEqual(yield* ran(file, "javascript"), {
        exit: 0,
        said: "capability_not_installed: JavaScript code needs the package quickjs-wasi: run `npm install quickjs-wasi@3.6.2`\n"
      })
      assert.deepStrictEqual(yield* ran(file, "python3"), {
        exit: 0,
        said: "capability_not_installed: Python code is not installed. Run: npm install pyodide@314.0.7\n"
      })
    })
  )

  it.live("ends by itself after Python code, and its processes with it", () =>
    Effect.gen(function* () {
      const ended = yield* ran(join(core, "sandbox", "fixtures", "run_one_python_call.mjs"))
      assert.deepStrictEqual(ended, { exit: 0, said: '{"n":1}\n' })
    })
  )

  it.live("takes its Python processes along when it is killed, busy ones too", () =>
    Effect.gen(function* () {
      if (process.platform !== "linux") return
      const child = fork(join(core, "sandbox", "fixtures", "run_python_forever.mjs"), { execArgv: [], stdio: "pipe" })
      yield* Effect.callback<void>((resume) => {
        child.stdout?.once("data", () => resume(Effect.void))
      })
      const pythons = childrenOf(child.pid ?? 0).filter(isRunning)
      assert.lengthOf(pythons, 2)
      child.kill("SIGKILL")
      yield* eventually(() => !pythons.some(isRunning))
    })
  )
})
