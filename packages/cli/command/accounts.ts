import { Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { Administration } from "../administration/administration.ts"
import { administrationOptions, withAdministration } from "./_administration_options.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

const resetCommand = Command.make(
  "reset",
  {
    ...administrationOptions,
    email: Argument.String("email").pipe(Argument.withDescription("The account's e-mail address"))
  },
  Effect.fnUntraced(function* (flags) {
    const reset = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.resetAccount({ email: flags.email }))
    )
    yield* showOne(reset, chosenFormat(flags) === "json", `${reset.email} / ${reset.password}`)
  })
).pipe(Command.withDescription("Give an account a new password, and end its sessions"))

/** `flowglass accounts reset EMAIL`. */
export const accountsCommand = Command.make("accounts").pipe(
  Command.withDescription("Give an account of a server a new password"),
  Command.withSubcommands([resetCommand])
)
