import * as Flag from "effect/cli/Flag"

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

/** The format that was asked for; `--json` wins. */
export const chosenFormat = <Format extends OutputFormat>(options: {
  readonly format: Format
  readonly json: boolean
}): Format | "json" => (options.json ? "json" : options.format)

/** The format that a command line asks for as far as one can tell without understanding it: errors are told in it. */
export const formatIn = (args: ReadonlyArray<string>): OutputFormat => {
  const options = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length)
  const isAsked = (format: string): boolean =>
    options.some((arg, index) => arg === `--format=${format}` || (arg === "--format" && options[index + 1] === format))
  if (options.includes("--json") || isAsked("json")) return "json"
  return isAsked("ndjson") ? "ndjson" : "text"
}
