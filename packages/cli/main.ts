// The program behind the command `flowglass`: flowglass.mjs imports it.
import { exitCodeOf } from "@flowglass/core/error"
import { Cause, Effect, Exit, Layer, Runtime } from "effect"
import { formatIn } from "./command/output_format.ts"
import { commandLine } from "./command_line.ts"
import { environmentFile } from "./environment_file.ts"
import { OutputNotWritable } from "./error/output_errors.ts"
import { systemProblem } from "./file_problem.ts"
import { errorJson } from "./format/error_json.ts"
import { errorLines } from "./format/error_lines.ts"
import { makeStyle } from "./format/style.ts"
import { CommandName, typedLines } from "./format/typed_advice.ts"
import { platformLayer } from "./platform.ts"
import { commandNameOf } from "./started_by.ts"

const args = process.argv.slice(2)
const command = commandNameOf({ module: import.meta.url, npmCommand: process.env["npm_command"] })

/** Exit codes of ends from outside: 128 and the number of the signal, as a shell counts them. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const

/** Tells that standard output takes no more, where errors go. */
const tellNotWritable = (cause: Error): void => {
  const error = new OutputNotWritable({ message: `stdout cannot be written: ${systemProblem(cause)}.` })
  const isText = formatIn(args) === "text"
  const terms = { command, verb: undefined }
  const lines = typedLines(errorLines(error, makeStyle(false)), terms)
  process.stderr.write(`${isText ? lines.join("\n") : errorJson(error, terms)}\n`)
}

/** The exit code of a program that a signal has ended: a server goes on until it is told to end, so that is no failure. */
const endOf = (signalled: number, exit: Exit.Exit<unknown, unknown>): number => {
  const isTold = args[0] === "serve" && (signalled === signals.SIGINT || signalled === signals.SIGTERM)
  return isTold && Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? 0 : signalled
}

/** The first signal stops what is going on, which then still tells how far it came; the second ends at once. */
const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
  let signalled: number | undefined
  const onSignal = (exitCode: number) => (): void => {
    if (signalled !== undefined) process.exit(signalled)
    signalled = exitCode
    process.exitCode = exitCode
    fiber.interruptUnsafe(fiber.id)
  }
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, onSignal(signals[signal]))
  // Nobody reads any more, as in `flowglass run FILE | head -1`.
  const closed = onSignal(signals.SIGPIPE)
  const full = onSignal(exitCodeOf("output"))
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (signalled !== undefined) return
    if (error.code === "EPIPE") return closed()
    tellNotWritable(error)
    full()
  })
  process.stderr.on("error", () => undefined)
  fiber.addObserver((exit) =>
    teardown(exit, (exitCode) => {
      process.exitCode = signalled === undefined ? exitCode : endOf(signalled, exit)
      // Everything is closed by now; what still keeps the process alive is a leak that nobody should wait for.
      setTimeout(() => process.exit(), 1000).unref()
    })
  )
})

const program = Effect.provideService(commandLine(args), CommandName, command)

runMain(Effect.provide(program, Layer.provideMerge(environmentFile, platformLayer)), {
  disableErrorReporting: true,
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) && typeof exit.value === "number" ? exit.value : 70)
})
