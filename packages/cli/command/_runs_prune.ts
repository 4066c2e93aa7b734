import { Effect } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { daysOf } from "../argument/days_text.ts"
import { ArgumentInvalid } from "../error/usage_errors.ts"
import { administrationOptions, withAdministration } from "./_administration_options.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** `flowglass runs prune --older-than 30d` */
export const pruneCommand = Command.make(
  "prune",
  {
    ...administrationOptions,
    olderThan: Flag.String("older-than").pipe(
      Flag.withMetavar("AGE"),
      Flag.withDescription("How long ago a run has to have ended: 30d, 12h, 90m or 4w")
    )
  },
  Effect.fnUntraced(function* (flags) {
    const days = daysOf(flags.olderThan)
    if (days === undefined) {
      const message = `--older-than is ${JSON.stringify(flags.olderThan)}; it is a number and a unit, such as 30d.`
      return yield* new ArgumentInvalid({ message })
    }
    const done = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.pruneRuns({ days }))
    )
    yield* showOne(done, chosenFormat(flags) === "json", `${done.removed} runs removed`)
  })
).pipe(Command.withDescription("Remove runs that ended long ago, for ever"))
