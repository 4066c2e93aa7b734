import { jsonText, parseJson } from "@flowglass/core"
import { Effect, Result } from "effect"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { Administration } from "../administration/administration.ts"
import { ArgumentInvalid } from "../error/usage_errors.ts"
import { administrationOptions, given, withAdministration } from "./_administration_options.ts"
import { jsonArgument } from "./_json_argument.ts"
import { runArgument } from "./_run_argument.ts"
import { showOne } from "./_show_list.ts"
import { chosenFormat } from "./output_format.ts"

/** `flowglass runs replay RUN [--from NODE] [--inputs JSON]` */
export const replayCommand = Command.make(
  "replay",
  {
    ...administrationOptions,
    run: runArgument,
    from: Flag.String("from").pipe(
      Flag.withMetavar("NODE"),
      Flag.withDescription("Run this node and what comes after it; all others give what they gave then"),
      Flag.optional
    ),
    inputs: Flag.String("inputs").pipe(
      Flag.withMetavar("JSON|@FILE"),
      Flag.withDescription("Inputs that differ from those of then: @- is standard input"),
      Flag.optional
    )
  },
  Effect.fnUntraced(function* (flags) {
    const text = given(flags.inputs)
    const inputs = text === undefined ? undefined : jsonText(yield* jsonArgument("--inputs", text))
    if (inputs !== undefined && Result.isFailure(parseJson(inputs))) {
      return yield* new ArgumentInvalid({ message: "--inputs has a number that is too large to be kept." })
    }
    const request = { run: flags.run, from: given(flags.from), inputs }
    const done = yield* withAdministration(flags)(
      Effect.flatMap(Administration, (administration) => administration.replayRun(request))
    )
    yield* showOne(done, chosenFormat(flags) === "json", `${done.id}  started`)
  })
).pipe(Command.withDescription("Run what a run ran once more, as a new run"))
