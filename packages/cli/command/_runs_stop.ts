import { Effect, Option } from "effect"
import * as Command from "effect/cli/Command"
import { Administration } from "../administration/administration.ts"
import { type StopRequested, stopAndWait } from "../administration/stop_and_wait.ts"
import { word } from "../format/form_lines.ts"
import { administrationOptions, withAdministration } from "./_administration_options.ts"
import { runArgument } from "./_run_argument.ts"
import { showOne, tellNext } from "./_show_list.ts"
import type { StoreFlags } from "./_store_options.ts"
import { chosenFormat } from "./output_format.ts"

const lineOf = ({ id, status, hasEnded }: StopRequested): string => {
  if (!hasEnded) return `${id}  asked to stop, still ${status}`
  return status === "stopped" ? `${id}  stopped` : `${id}  ${status} before it could be stopped`
}

/** The options that lead to the same store once more. */
const sameStore = ({ data, server }: StoreFlags): string =>
  [Option.map(server, (url) => ` --server ${word(url)}`), Option.map(data, (folder) => ` --data ${word(folder)}`)]
    .map(Option.getOrElse(() => ""))
    .join("")

/** `flowglass runs stop RUN` */
export const stopCommand = Command.make(
  "stop",
  { ...administrationOptions, run: runArgument },
  Effect.fnUntraced(function* (flags) {
    const isJson = chosenFormat(flags) === "json"
    const asked = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => stopAndWait(administration, flags.run))
    )
    const { id, status, hasEnded } = asked
    yield* showOne({ id, result: "success", status }, isJson, lineOf(asked))
    if (hasEnded || isJson) return
    yield* tellNext(`See how it stands: flowglass runs show ${id}${sameStore(flags)}`)
  })
).pipe(Command.withDescription("Ask a run that is at work to stop, and wait some seconds for its end"))
