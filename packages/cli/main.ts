// The program behind the command `flowglass`: flowglass.mjs imports it.
import { Effect, Exit, Runtime } from "effect"
import { commandLine } from "./command_line.ts"
import { platformLayer } from "./platform.ts"

/** Exit codes of ends from outside: 128 and the number of the signal, as a shell counts them. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const

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
  process.stdout.on("error", () => {
    if (signalled === undefined) closed()
  })
  process.stderr.on("error", () => undefined)
  fiber.addObserver((exit) =>
    teardown(exit, (exitCode) => {
      process.exitCode = signalled ?? exitCode
      // Everything is closed by now; what still keeps the process alive is a leak that nobody should wait for.
      setTimeout(() => process.exit(), 1000).unref()
    })
  )
})

runMain(Effect.provide(commandLine(process.argv.slice(2)), platformLayer), {
  disableErrorReporting: true,
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) && typeof exit.value === "number" ? exit.value : 70)
})
