import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { availableParallelism } from "node:os"
import { Effect, Result, Schema, type Scope } from "effect"
import { CapabilityNotInstalled } from "../error/capability_errors.ts"
import { CodeWorkerLost } from "../error/sandbox_errors.ts"
import { JavascriptFailure, javascriptError } from "./_javascript_failure.ts"
import { limitWasmMemory } from "./_limit_wasm_memory.ts"
import { timeLimitExceeded } from "./_time_limit_exceeded.ts"
import type { CodeError, CodeLimits, CodeRequest, CodeResult } from "./code_request.ts"
import { makeGuestThreads } from "./guest_threads.ts"
import { readCodeResult } from "./read_code_result.ts"

/** Runs JavaScript programs, each in a fresh virtual machine in a worker thread. */
export interface JavascriptSandbox {
  readonly run: (request: Omit<CodeRequest, "language">) => Effect.Effect<CodeResult, CodeError>
}

/** How the sandbox is laid out. */
export interface JavascriptSandboxOptions {
  /** Programs that run at the same time: one worker thread each, by default one for each core. */
  readonly threads?: number
  /** The file of the worker thread. */
  readonly worker?: URL
}

const Reply = Schema.Union([
  Schema.Struct({ kind: Schema.tag("result"), text: Schema.String, logs: Schema.String, retire: Schema.Boolean }),
  JavascriptFailure
])
const isReply = Schema.is(Reply)

/** What the machine allocates beside the program's own memory, and what native `URL` objects take. */
const machineBytes = (limits: CodeLimits): number => limits.memory * 1.25 + 8 * 1024 * 1024

/** A program is stopped from inside at its limit; a thread that does not even do that is killed a little later. */
const killAfter = 250

const extensionNames = ["encoding", "structured-clone", "url"]

/** Finds and reads the files of the optional package; fails with `capability_not_installed` when it is not there. */
const readPackage = (file: string): Effect.Effect<Uint8Array<ArrayBuffer>, CapabilityNotInstalled> =>
  Effect.tryPromise({
    try: () => readFile(createRequire(import.meta.url).resolve(`quickjs-wasi/${file}`)),
    catch: () =>
      new CapabilityNotInstalled({
        message: "JavaScript code needs the package quickjs-wasi: run `npm install quickjs-wasi@3.6.2`"
      })
  }).pipe(Effect.map((bytes) => new Uint8Array(bytes)))

const compile = (bytes: Uint8Array<ArrayBuffer>) => Effect.promise(() => WebAssembly.compile(bytes))

const inputText = (inputs: CodeRequest["inputs"]): string =>
  // A JavaScript program has doubles only: integers beyond 2^53 arrive as the nearest one.
  JSON.stringify(inputs, (_name, value: unknown) => (typeof value === "bigint" ? Number(value) : value))

/**
 * A sandbox for JavaScript, on QuickJS compiled to WebAssembly (the optional peer `quickjs-wasi`). A program sees its
 * inputs and plain JavaScript, with `console`, `Buffer` (text conversions), `URL`, `TextEncoder`, `TextDecoder`,
 * `structuredClone`, `atob` and `btoa`; no modules, timers, network, files, environment or host objects. Time is UTC.
 * `main` may be asynchronous. Integers beyond 2^53 arrive as doubles, and `1.0` is returned as the integer 1.
 *
 * Threads start when they are first needed, do not keep the process alive, and end with the scope.
 */
export const makeJavascriptSandbox = (
  options: JavascriptSandboxOptions = {}
): Effect.Effect<JavascriptSandbox, CapabilityNotInstalled, Scope.Scope> =>
  Effect.gen(function* () {
    const quickjs = yield* readPackage("quickjs.wasm")
    const extensions = yield* Effect.forEach(extensionNames, (name) =>
      Effect.map(Effect.flatMap(readPackage(`${name}.so`), compile), (wasm) => ({ name, wasm }))
    )
    const threads = yield* makeGuestThreads({
      file: options.worker ?? new URL("./javascript_worker.mjs", import.meta.url),
      data: { extensions },
      size: options.threads ?? availableParallelism()
    })

    // One module for each memory limit in use; compiling takes longer than a whole call.
    const machines = new Map<number, WebAssembly.Module>()
    const keep = (bytes: number, module: WebAssembly.Module): void => {
      if (machines.size >= 8) machines.clear()
      machines.set(bytes, module)
    }
    const machine = (limits: CodeLimits): Effect.Effect<WebAssembly.Module> => {
      const bytes = machineBytes(limits)
      const known = machines.get(bytes)
      return known === undefined
        ? Effect.tap(compile(limitWasmMemory(quickjs, bytes)), (made) => Effect.sync(() => keep(bytes, made)))
        : Effect.succeed(known)
    }

    return {
      run: Effect.fn("JavascriptSandbox.run")(function* ({ code, inputs, limits }) {
        const wasm = yield* machine(limits)
        const ending = yield* threads.call({
          message: { wasm, code, inputs: inputText(inputs), ...limits },
          patience: limits.timeout + killAfter,
          retires: (reply) => isReply(reply) && reply.retire
        })
        if (ending.kind === "overdue") return yield* timeLimitExceeded(limits)
        if (ending.kind === "lost") return yield* new CodeWorkerLost({ message: `the sandbox was lost: ${ending.why}` })
        if (!isReply(ending.reply)) return yield* new CodeWorkerLost({ message: "the sandbox gave no valid reply" })
        const { reply } = ending
        if (reply.kind !== "result") return yield* javascriptError(reply, limits)
        const result = readCodeResult(reply.text)
        if (Result.isFailure(result)) return yield* result.failure
        return { result: result.success, logs: reply.logs }
      })
    }
  })
