import type { FlowglassError } from "@flowglass/core/error"
import { Cause, Console, Effect, Runtime } from "effect"
import { type CliError, isCliError } from "effect/cli/CliError"
import { CommandEnded } from "./command/command_ended.ts"
import type { OutputFormat } from "./command/output_format.ts"
import { isDeclaredError } from "./error/declared_error.ts"
import { InternalServerError } from "./error/defect_errors.ts"
import { usageErrorOf } from "./error/usage_error_of.ts"
import { errorJson } from "./format/error_json.ts"
import { errorLines } from "./format/error_lines.ts"
import { errorStyle } from "./format/style.ts"
import { debugging } from "./settings.ts"

/** How failures are told. */
export interface FailureTelling {
  readonly format: OutputFormat
  /** Whether to show what is behind an internal error; `FLOWGLASS_DEBUG=1` says so too. */
  readonly debug: boolean
}

const tell = Effect.fnUntraced(function* (errors: ReadonlyArray<FlowglassError>, format: OutputFormat) {
  const [first] = errors
  if (first === undefined) return
  if (format !== "text") return yield* Console.error(errorJson(first))
  const style = yield* errorStyle
  yield* Console.error(errors.flatMap((error) => errorLines(error, style)).join("\n"))
})

const usageErrors = (error: CliError): ReadonlyArray<FlowglassError | undefined> =>
  error._tag === "ShowHelp"
    ? error.errors.map((one) => usageErrorOf(one, error.commandPath.join(" ")))
    : [usageErrorOf(error, "flowglass")]

const tellDefect = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, { format, debug }: FailureTelling) {
  const error = new InternalServerError({ message: "internal error" })
  yield* tell([error], format)
  const isShown = debug || (yield* Effect.orElseSucceed(debugging, () => false))
  if (isShown) yield* Console.error(Cause.pretty(cause))
  return Runtime.getErrorExitCode(error)
})

/** Tells on standard error why a command failed, and returns its exit code. Help that was asked for is no failure. */
export const tellFailure = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, telling: FailureTelling) {
  const error = Cause.squash(cause)
  if (error instanceof CommandEnded) return error.exitCode
  if (isDeclaredError(error)) {
    yield* tell([error], telling.format)
    return Runtime.getErrorExitCode(error)
  }
  if (!isCliError(error)) return yield* tellDefect(cause, telling)
  const errors = usageErrors(error)
  const told = errors.filter((one) => one !== undefined)
  if (told.length < errors.length) return yield* tellDefect(cause, telling)
  yield* tell(told, telling.format)
  return told.length === 0 ? 0 : 2
})
