import { Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { Administration } from "../administration/administration.ts"
import { timeText } from "../format/time_text.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** The argument that names an app. */
export const appArgument = Argument.String("app").pipe(
  Argument.withDescription("Id of the app, the beginning of it, or its name")
)

/** `flowglass apps publish APP`: the draft becomes the version that the service API runs. */
export const appsPublishCommand = Command.make(
  "publish",
  { ...administrationOptions, workspace: workspaceOption, app: appArgument },
  Effect.fnUntraced(function* (flags) {
    const request = { app: flags.app, workspace: given(flags.workspace) }
    const published = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.publishApp(request))
    )
    const line = `${published.app_id}  ${published.name}  published ${timeText(published.created_at)}`
    yield* showOne(published, chosenFormat(flags) === "json", line)
  })
).pipe(Command.withDescription("Publish the draft of an app, so that its key can run it"))
