import { type FlowglassError, InternalServerError, isDeclaredError } from "@flowglass/core/error"
import { Cause, Console, Effect, Runtime } from "effect"
import { type CliError, isCliError, UnrecognizedOption } from "effect/cli/CliError"
import { CommandEnded } from "./command/command_ended.ts"
import type { OutputFormat } from "./command/output_format.ts"
import { usageErrorOf } from "./error/usage_error_of.ts"
import { errorJson } from "./format/error_json.ts"
import { errorLines } from "./format/error_lines.ts"
import { errorStyle } from "./format/style.ts"
import { CommandName, typedLines } from "./format/typed_advice.ts"
import { debugging } from "./settings.ts"

/** How failures are told. */
export interface FailureTelling {
  readonly format: OutputFormat
  /** Whether to show what is behind an internal error; `FLOWGLASS_DEBUG=1` says so too. */
  readonly debug: boolean
  /** The command that was called. */
  readonly verb?: string | undefined
}

const tell = Effect.fnUntraced(function* (
  errors: ReadonlyArray<FlowglassError>,
  { format, verb }: Pick<FailureTelling, "format" | "verb">
) {
  const [first] = errors
  if (first === undefined) return
  const terms = { command: yield* CommandName, verb }
  if (format !== "text") return yield* Console.error(errorJson(first, terms))
  const style = yield* errorStyle
  yield* Console.error(errors.flatMap((error) => typedLines(errorLines(error, style), terms)).join("\n"))
})

/** Tells an error on standard error, for people or as one JSON line. */
export const tellError = (error: FlowglassError, format: OutputFormat): Effect.Effect<void> => tell([error], { format })

/** What makes everything after it look wrong: the value of an option that is none looks like an argument. */
const misleading = new Set(["UnrecognizedOption", "UnknownSubcommand"])

/** Options that begin with what was typed come first: nobody types a word to its end who hopes for completion. */
const withCompletions = Effect.fnUntraced(function* <Error extends CliError>(error: Error, command: string) {
  if (error._tag !== "UnrecognizedOption" || command !== "flowglass run") return error
  const { runOptionNames } = yield* Effect.promise(() => import("./command/run_option_names.ts"))
  const begun = runOptionNames.filter((name) => name.startsWith(error.option) && error.option.length > 3)
  if (begun.length === 0) return error
  return new UnrecognizedOption({ option: error.option, suggestions: [...new Set([...begun, ...error.suggestions])] })
})

const usageErrors = Effect.fnUntraced(function* (error: CliError) {
  if (error._tag !== "ShowHelp") return [usageErrorOf(error, "flowglass")]
  const command = error.commandPath.join(" ")
  const [first] = error.errors
  const told =
    first !== undefined && misleading.has(first._tag)
      ? error.errors.filter(({ _tag }) => _tag === first._tag)
      : error.errors
  return yield* Effect.forEach(told, (one) =>
    Effect.map(withCompletions(one, command), (completed) => usageErrorOf(completed, command))
  )
})

const tellDefect = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, telling: FailureTelling) {
  const error = new InternalServerError({ message: "internal error" })
  yield* tell([error], telling)
  const isShown = telling.debug || (yield* Effect.orElseSucceed(debugging, () => false))
  if (isShown) yield* Console.error(Cause.pretty(cause))
  return Runtime.getErrorExitCode(error)
})

/** Tells on standard error why a command failed, and returns its exit code. Help that was asked for is no failure. */
export const tellFailure = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, telling: FailureTelling) {
  const error = Cause.squash(cause)
  if (error instanceof CommandEnded) return error.exitCode
  if (isDeclaredError(error)) {
    yield* tell([error], telling)
    return Runtime.getErrorExitCode(error)
  }
  if (!isCliError(error)) return yield* tellDefect(cause, telling)
  const errors = yield* usageErrors(error)
  const told = errors.filter((one) => one !== undefined)
  if (told.length < errors.length) return yield* tellDefect(cause, telling)
  yield* tell(told, telling)
  return told.length === 0 ? 0 : 2
})
