import { Effect } from "effect"
import * as Command from "effect/cli/Command"
import { Administration } from "../administration/administration.ts"
import { timeText } from "../format/time_text.ts"
import { administrationOptions, given, withAdministration, workspaceOption } from "./_administration_options.ts"
import { showList } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** `flowglass apps list`. */
export const appsListCommand = Command.make(
  "list",
  { ...administrationOptions, workspace: workspaceOption },
  Effect.fnUntraced(function* (flags) {
    const list = Effect.flatMap(Administration, (administration) =>
      administration.listApps({ workspace: given(flags.workspace) })
    )
    yield* showList(yield* withAdministration(flags)(list), {
      isJson: chosenFormat(flags) === "json",
      columns: ["id", "name", "mode", "published", "changed"],
      row: ({ id, name, mode, published_workflow_id, updated_at }) => [
        id,
        name,
        mode,
        published_workflow_id === null ? "no" : "yes",
        timeText(updated_at)
      ],
      empty: "There are no apps yet; make one of a file: flowglass apps import FILE"
    })
  })
).pipe(Command.withDescription("List the apps of a workspace, or of all"))
