import { Console, Effect, Option } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { ExportNotWritable } from "../error/administration_errors.ts"
import { jsonOutput } from "../format/json_output.ts"
import { oneLine } from "../format/safe_text.ts"
import { writeGivenFile } from "../local/write_given_file.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { appArgument } from "./_apps_publish.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** `flowglass apps export APP`: the draft as a file that Dify and Flowglass import. */
export const appsExportCommand = Command.make(
  "export",
  {
    ...administrationOptions,
    workspace: workspaceOption,
    output: Flag.String("output").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("File to write; standard output otherwise"),
      Flag.optional
    ),
    includeSecrets: Flag.Boolean("include-secrets").pipe(
      Flag.withoutNegation,
      Flag.withDescription("Write the values of secret environment variables too"),
      Flag.withDefault(false)
    ),
    app: appArgument
  },
  Effect.fnUntraced(function* (flags) {
    const isJson = chosenFormat(flags) === "json"
    const request = { app: flags.app, workspace: given(flags.workspace), include_secrets: flags.includeSecrets }
    const exported = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.exportApp(request))
    )
    if (Option.isNone(flags.output)) {
      // Nobody reads a file on a terminal by its control characters: YAML writes them as escapes.
      return yield* Console.log(isJson ? jsonOutput(exported, 2) : exported.data.trimEnd())
    }
    const file = flags.output.value
    // What holds secrets is for its owner only.
    const write = writeGivenFile(file, exported.data, flags.includeSecrets ? 0o600 : undefined)
    yield* Effect.mapError(
      write,
      (reason) => new ExportNotWritable({ message: `${oneLine(file)} cannot be written: ${reason}.` })
    )
    const { app_id, name } = exported
    yield* showOne({ app_id, name, file }, isJson, `${app_id}  ${name}  written to ${file}`)
  })
).pipe(Command.withDescription("Write an app as a workflow file"))
