import { didYouMean, exitCodeOf, families, withHint } from "@flowglass/core/error"
import { Console, Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { catalogue } from "../error/catalogue.ts"
import { ErrorCodeUnknown } from "../error/usage_errors.ts"
import { jsonOutput } from "../format/json_output.ts"
import { outputStyle, type Style } from "../format/style.ts"
import { textTable } from "../format/text_table.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const entries = catalogue
  .map(({ declaration }) => ({ ...declaration, exit_code: exitCodeOf(declaration.family) }))
  .toSorted((left, right) => left.exit_code - right.exit_code || left.code.localeCompare(right.code, "en"))

type Entry = (typeof entries)[number]

const listing = ({ bold, columns }: Style): ReadonlyArray<string> =>
  textTable(
    [
      ["code", "status", "exit", "title"].map(bold),
      ...entries.map((entry) => [entry.code, String(entry.status), String(entry.exit_code), entry.title])
    ],
    { columns, flexible: [3] }
  )

const details = (entry: Entry): ReadonlyArray<string> =>
  textTable([
    ["code", entry.code],
    ["title", entry.title],
    ["fix", entry.remedy],
    ["status", String(entry.status)],
    ["family", `${entry.family}: ${families[entry.family].title}`],
    ["exit code", String(entry.exit_code)]
  ])

/** `flowglass errors [CODE]`: all error codes, or what to do about one. */
export const errorsCommand = Command.make(
  "errors",
  {
    ...documentFormat,
    code: Argument.String("code").pipe(
      Argument.withDescription("Show this code, and what to do about it"),
      Argument.optional
    )
  },
  Effect.fnUntraced(function* (options) {
    const isJson = chosenFormat(options) === "json"
    const style = yield* outputStyle
    if (Option.isNone(options.code)) {
      yield* Console.log(isJson ? jsonOutput(entries, 2) : listing(style).join("\n"))
      return
    }
    const code = options.code.value
    const entry = entries.find((candidate) => candidate.code === code)
    if (entry === undefined) {
      const known = entries.map((candidate) => candidate.code)
      const error = new ErrorCodeUnknown({ message: `There is no error code ${JSON.stringify(code)}.` })
      return yield* withHint(error, didYouMean(code, known))
    }
    yield* Console.log(isJson ? jsonOutput(entry, 2) : details(entry).join("\n"))
  })
).pipe(Command.withDescription("List all error codes, or show what to do about one"))
