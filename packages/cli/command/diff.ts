import { diffRuns } from "@flowglass/inspector"
import { Console, Effect } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { diffLines } from "../format/diff_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { outputStyle } from "../format/style.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { chooseAnyRun } from "./_any_run.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const run = (name: string) =>
  Argument.String(name).pipe(
    Argument.withDescription("The beginning of a run id, `last`, a record file, or - for standard input")
  )

/** `flowglass diff A B`: where two runs part, causes apart from consequences. Exit code 1 when they differ. */
export const diffCommand = Command.make(
  "diff",
  { ...documentFormat, left: run("left"), right: run("right") },
  Effect.fnUntraced(function* (flags) {
    // One after the other: a data folder is opened once at a time.
    const left = yield* Effect.scoped(chooseAnyRun(flags.left))
    const right = yield* Effect.scoped(chooseAnyRun(flags.right))
    const diff = diffRuns(left.run, right.run)
    const style = yield* outputStyle
    yield* Console.log(chosenFormat(flags) === "json" ? jsonOutput(diff, 2) : diffLines(diff, style).join("\n"))
    if (!diff.equal) return yield* new CommandEnded({ exitCode: 1 })
  }, Effect.provide(LocalRuns.layer))
).pipe(
  Command.withDescription("Compare two runs node by node"),
  Command.withExamples([{ command: "flowglass diff before.json last", description: "A record and the latest run" }])
)
