import { type FlowglassError, hintOf, withHint } from "@flowglass/core/error"
import type { CliError } from "effect/cli/CliError"
import { ArgumentInvalid, ArgumentMissing, ArgumentUnexpected, OptionUnknown, VerbUnknown } from "./usage_errors.ts"

const meant = (suggestions: ReadonlyArray<string>): string | undefined =>
  suggestions.length === 0 ? undefined : `did you mean ${suggestions.join(" or ")}?`

const invalidValue = (option: string, value: string, expected: string): ArgumentInvalid | ArgumentMissing => {
  const wanted = expected.replace(/^Expected:? */, "").replace("a string representing a finite number", "a number")
  if (/^\d+ occurrences$/.test(value)) {
    return new ArgumentInvalid({
      message: `${option} is given ${value.replace(/ .*/, "")} times, and can be given once.`
    })
  }
  return value === ""
    ? new ArgumentMissing({ message: `${option} needs a value: ${wanted}.` })
    : new ArgumentInvalid({ message: `${option} cannot be ${JSON.stringify(value)}: expected ${wanted}.` })
}

/**
 * What was wrong with a command line, as a declared error. Undefined for a mistake in the commands themselves.
 * `command` is what was called: `flowglass run`.
 */
export const usageErrorOf = (error: CliError, command: string): FlowglassError | undefined => {
  const declared = declaredError(error, command)
  return declared === undefined || hintOf(declared) !== undefined
    ? declared
    : withHint(declared, `${command} --help shows how it is used`)
}

const declaredError = (error: CliError, command: string): FlowglassError | undefined => {
  switch (error._tag) {
    case "UnrecognizedOption":
      return withHint(
        new OptionUnknown({ message: `\`${command}\` has no option ${error.option}.` }),
        meant(error.suggestions)
      )
    case "UnknownSubcommand":
      return withHint(
        new VerbUnknown({ message: `There is no command ${JSON.stringify(error.subcommand)}.` }),
        meant(error.suggestions)
      )
    case "MissingOption":
      return new ArgumentMissing({ message: `--${error.option} is missing.` })
    case "MissingArgument":
      return new ArgumentMissing({ message: `The argument ${error.argument.toUpperCase()} is missing.` })
    case "UnexpectedArgument":
      return new ArgumentUnexpected({ message: `Too many arguments: ${error.arguments.join(" ")}` })
    case "InvalidValue":
      return invalidValue(
        error.kind === "flag" ? `--${error.option}` : error.option.toUpperCase(),
        error.value,
        error.expected
      )
    case "ValidationError":
      return new ArgumentInvalid({ message: error.message })
    default:
      return undefined
  }
}
