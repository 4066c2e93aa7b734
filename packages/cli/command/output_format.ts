import { Result } from "effect"
import * as Flag from "effect/cli/Flag"
import { ArgumentInvalid } from "../error/usage_errors.ts"

/** How a command prints: for people, as one JSON document, as one JSON text a line. */
export type OutputFormat = "text" | "json" | "ndjson"

const json = Flag.Boolean("json").pipe(
  Flag.withoutNegation,
  Flag.withDescription("The same as --format json"),
  Flag.withDefault(false)
)

const formatOf = <const Formats extends ReadonlyArray<OutputFormat>>(formats: Formats) =>
  Flag.Literals("format", formats).pipe(Flag.withDescription("How to print the result"), Flag.withDefault("text"))

/** The options of commands that print a table or one document. */
export const documentFormat = { format: formatOf(["text", "json"]), json }

/** The options of commands that can print while something happens. */
export const streamFormat = { format: formatOf(["text", "json", "ndjson"]), json }

/** The format that was asked for by either option. */
export const chosenFormat = <Format extends OutputFormat>(options: {
  readonly format: Format
  readonly json: boolean
}): Format | "json" => (options.json ? "json" : options.format)

const beforeSeparator = (args: ReadonlyArray<string>): ReadonlyArray<string> =>
  args.slice(0, args.includes("--") ? args.indexOf("--") : args.length)

const isJsonOption = (arg: string): boolean => /^--json(?:=(?:true|1|y|yes|on))?$/.test(arg)

/** Refuses `--json` together with another format. */
export const checkFormats = (args: ReadonlyArray<string>): Result.Result<void, ArgumentInvalid> => {
  const options = beforeSeparator(args)
  const other = options
    .map((arg, index) => (arg === "--format" ? options[index + 1] : /^--format=(.*)$/s.exec(arg)?.[1]))
    .find((format) => format !== undefined && format !== "json")
  if (other === undefined || !options.some(isJsonOption)) return Result.void
  return Result.fail(
    new ArgumentInvalid({ message: `--json and --format ${other} contradict each other: give one of them.` })
  )
}

/** The format that a command line asks for as far as one can tell without understanding it: errors are told in it. */
export const formatIn = (args: ReadonlyArray<string>): OutputFormat => {
  const options = beforeSeparator(args)
  const isAsked = (format: string): boolean =>
    options.some((arg, index) => arg === `--format=${format}` || (arg === "--format" && options[index + 1] === format))
  if (options.some(isJsonOption) || isAsked("json")) return "json"
  return isAsked("ndjson") ? "ndjson" : "text"
}
