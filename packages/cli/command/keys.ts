import { Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { Administration } from "../administration/administration.ts"
import { timeText } from "../format/time_text.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { appArgument } from "./_apps_publish.ts"
import { showList, showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

const options = { ...administrationOptions, workspace: workspaceOption, app: appArgument }

const createCommand = Command.make(
  "create",
  options,
  Effect.fnUntraced(function* (flags) {
    const request = { app: flags.app, workspace: given(flags.workspace) }
    const key = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.createKey(request))
    )
    // The key alone, so that a script can take it: KEY=$(flowglass keys create APP).
    yield* showOne(key, chosenFormat(flags) === "json", key.token)
  })
).pipe(Command.withDescription("Make a key that runs an app through the service API"))

const listCommand = Command.make(
  "list",
  options,
  Effect.fnUntraced(function* (flags) {
    const request = { app: flags.app, workspace: given(flags.workspace) }
    const keys = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.listKeys(request))
    )
    yield* showList(keys, {
      isJson: chosenFormat(flags) === "json",
      columns: ["id", "key", "made", "last used"],
      row: ({ id, token, created_at, last_used_at }) => [id, token, timeText(created_at), timeText(last_used_at)],
      empty: "The app has no keys yet; make one: flowglass keys create APP"
    })
  })
).pipe(Command.withDescription("List the keys of an app"))

const deleteCommand = Command.make(
  "delete",
  { ...options, key: Argument.String("key").pipe(Argument.withDescription("The id of the key, or the key itself")) },
  Effect.fnUntraced(function* (flags) {
    const request = { app: flags.app, key: flags.key, workspace: given(flags.workspace) }
    const done = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.deleteKey(request))
    )
    yield* showOne(done, chosenFormat(flags) === "json", `${done.id}  deleted`)
  })
).pipe(Command.withDescription("Delete a key of an app; whoever uses it is refused from then on"))

/** `flowglass keys create|list|delete`: the keys of an app's service API. */
export const keysCommand = Command.make("keys").pipe(
  Command.withDescription("Make, list and delete the keys of an app"),
  Command.withSubcommands([createCommand, listCommand, deleteCommand])
)
