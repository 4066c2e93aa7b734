import { Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { timeText } from "../format/time_text.ts"
import { administrationOptions, withAdministration } from "./_administration_options.ts"
import { showList, showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

const listCommand = Command.make(
  "list",
  administrationOptions,
  Effect.fnUntraced(function* (flags) {
    const workspaces = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.listWorkspaces({}))
    )
    yield* showList(workspaces, {
      isJson: chosenFormat(flags) === "json",
      columns: ["id", "name", "owner", "made"],
      row: ({ id, name, owner, created_at }) => [id, name, owner ?? "", timeText(created_at)],
      empty: "There are no workspaces yet; make one: flowglass workspaces create NAME --owner EMAIL"
    })
  })
).pipe(Command.withDescription("List the workspaces"))

const createCommand = Command.make(
  "create",
  {
    ...administrationOptions,
    owner: Flag.String("owner").pipe(
      Flag.withMetavar("EMAIL"),
      Flag.withDescription("Account that owns it; it is made with a new password when there is none")
    ),
    name: Argument.String("name").pipe(Argument.withDescription("Name of the workspace"))
  },
  Effect.fnUntraced(function* (flags) {
    const request = { name: flags.name, owner: flags.owner }
    const made = yield* withAdministration(
      flags,
      true
    )(Effect.flatMap(Administration, (administration) => administration.createWorkspace(request)))
    const signIn = made.password === null ? (made.owner ?? "") : `${made.owner ?? ""} / ${made.password}`
    yield* showOne(made, chosenFormat(flags) === "json", `${made.id}  ${made.name}  ${signIn}`)
  })
).pipe(Command.withDescription("Make a workspace, and its owner unless there is one"))

/** `flowglass workspaces create|list`. */
export const workspacesCommand = Command.make("workspaces").pipe(
  Command.withDescription("List and make the workspaces of a server"),
  Command.withSubcommands([listCommand, createCommand])
)
