import { Effect, Fiber, Predicate, Scope } from "effect"
import type { CapabilityNotInstalled } from "../error/capability_errors.ts"
import { CodeLanguageNotAvailable } from "../error/sandbox_errors.ts"
import { jsonText } from "../value/json_text.ts"
import { cacheFolders } from "./_cache_folders.ts"
import { readEnding, retiresAfter } from "./_python_ending.ts"
import { pythonPackage } from "./_python_package.ts"
import { pythonStart, snapshotName } from "./_python_start.ts"
import type { CodeError, CodeLimits, CodeRequest, CodeResult } from "./code_request.ts"
import { startGuestProcess } from "./guest_process.ts"
import { makeGuestProcesses } from "./guest_processes.ts"
import { openPythonSnapshot } from "./python_snapshot.ts"

/** Runs Python programs in locked processes that end with their run. */
export interface PythonSandbox {
  readonly run: (request: Omit<CodeRequest, "language">) => Effect.Effect<CodeResult, CodeError>
}

/** How the sandbox is laid out. Times are milliseconds. */
export interface PythonSandboxOptions {
  /** Processes there may be at the same time, by default 2. Each takes about 200 MB of memory. */
  readonly processes?: number
  /** How long a process waits for the next call of its run, by default 5 seconds. */
  readonly idle?: number
  /** How long a fresh process waits for a run, by default a minute. */
  readonly idleSpare?: number
  /** The folder for the memory of a started interpreter (30 MB), by default one in the user's cache; false: none. */
  readonly cache?: string | false
  /** The Node.js executable, by default the one that runs this. */
  readonly node?: string
  /** The file of the process. */
  readonly process?: URL
}

const megabyte = 1024 * 1024

/** What a process may grow by: memory and files of Python up to the limit each, copies, and what goes in and out. */
const processBytes = ({ memory, output }: CodeLimits): number => 3 * memory + 4 * output + 128 * megabyte

const message = ({ code, inputs, limits }: Omit<CodeRequest, "language">): Buffer =>
  Buffer.from(`${JSON.stringify(limits)}\n${JSON.stringify(code)}\n${jsonText(inputs)}`)

/** The executable that can run a locked process: other runtimes than Node.js are not locked by its flags. */
const nodeExecutable = Effect.suspend(() => {
  const other = ["bun", "deno", "electron"].find((name) => Predicate.hasProperty(process.versions, name))
  return other === undefined
    ? Effect.succeed(process.execPath)
    : Effect.fail(
        new CodeLanguageNotAvailable({
          message: `Python code needs Node.js and does not run under ${other}: give the sandbox a Node.js executable`
        })
      )
})

/**
 * A sandbox for Python, on CPython compiled to WebAssembly (the optional peer `pyodide`). A program has the standard
 * library, files in memory, `print` and `asyncio`; no other modules, network, processes, threads, environment or files
 * of the host. Time is UTC. `main` gets the inputs as named arguments; integers of any size and floats stay what they
 * are. Programs of one run may see what an earlier one of it left behind in a module; no other run does.
 *
 * Each process starts from the memory of an interpreter that was recorded once on this machine. Processes start when
 * they are first needed, do not keep this process alive, and end with the scope or with this process.
 */
export const makePythonSandbox = (
  options: PythonSandboxOptions = {}
): Effect.Effect<PythonSandbox, CapabilityNotInstalled | CodeLanguageNotAvailable, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const { folder, version } = yield* pythonPackage
    const node = options.node ?? (yield* nodeExecutable)
    const file = options.process ?? new URL("./python_process.mjs", import.meta.url)

    const record = Effect.gen(function* () {
      const recording = startGuestProcess(pythonStart({ node, file, folder, recorded: true }))
      const limits = { patience: 60_000, memory: 1024 * megabyte, reply: 256 * megabyte }
      const ending = yield* recording.call({ message: Buffer.alloc(0), ...limits })
      yield* recording.kill
      return ending.kind === "reply" ? ending.reply : yield* Effect.fail(`nothing was recorded: ${ending.kind}`)
    })
    const openSnapshot = Effect.gen(function* () {
      if (options.cache === false) return undefined
      const folders = options.cache === undefined ? yield* cacheFolders : [options.cache]
      return yield* openPythonSnapshot({ folders, name: yield* snapshotName(version), record })
    })
    const open = Effect.map(openSnapshot, (snapshot) =>
      makeGuestProcesses({
        size: options.processes ?? 2,
        idle: options.idle ?? 5_000,
        idleSpare: options.idleSpare ?? 60_000,
        start: (spare) => startGuestProcess(pythonStart({ node, file, folder, snapshot, warm: spare }))
      })
    ).pipe(Effect.flatten, Scope.provide(scope))
    // Whoever comes first starts it and everybody waits for it; who is interrupted meanwhile does not take it along.
    const processes = yield* Effect.cached(Effect.forkIn(open, scope))

    return {
      run: Effect.fn("PythonSandbox.run")(function* (request) {
        const { call } = yield* Effect.flatMap(processes, Fiber.join)
        const { limits } = request
        const ending = yield* call(
          request.run,
          {
            message: message(request),
            patience: limits.timeout,
            memory: processBytes(limits),
            reply: limits.output
          },
          retiresAfter
        )
        return yield* Effect.fromResult(readEnding(ending, limits))
      })
    }
  })
