import { basename, extname } from "node:path"
import { readAppFile } from "@flowglass/core"
import { Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { withSource } from "../error/error_source.ts"
import { givenWorkflowText } from "../local/given_workflow.ts"
import { givenPath } from "../local/handed_over.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** The text of an app's file; a wrong one is refused here, where its lines can be shown. */
const readApp = Effect.fnUntraced(function* (named: string) {
  const file = givenPath(named)
  const data = yield* Effect.mapError(givenWorkflowText(file), withSource(file))
  const fallback_name = basename(file, extname(file))
  yield* Effect.mapError(readAppFile(data, fallback_name), withSource(file))
  return { data, fallback_name }
})

/** `flowglass apps import FILE`: a new app with the file's workflow as its draft. */
export const appsImportCommand = Command.make(
  "import",
  {
    ...administrationOptions,
    workspace: workspaceOption,
    name: Flag.String("name").pipe(
      Flag.withMetavar("NAME"),
      Flag.withDescription("Name of the app; that of the file otherwise"),
      Flag.optional
    ),
    file: Argument.String("file").pipe(Argument.withDescription("A workflow exported from Dify; - is standard input"))
  },
  Effect.fnUntraced(function* (flags) {
    const read = yield* readApp(flags.file)
    const request = { ...read, name: given(flags.name), workspace: given(flags.workspace) }
    const app = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.importApp(request))
    )
    yield* showOne(app, chosenFormat(flags) === "json", `${app.id}  ${app.name}`)
  })
).pipe(Command.withDescription("Make a new app of a workflow file"))
