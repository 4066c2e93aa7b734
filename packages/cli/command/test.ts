import { testRecord } from "@flowglass/inspector"
import { Console, Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { withSource } from "../error/error_source.ts"
import { diffLines } from "../format/diff_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { oneLine } from "../format/safe_text.ts"
import { outputStyle } from "../format/style.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { chooseRun } from "./_chosen_run.ts"
import { engineLayer } from "./_engine.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const testOne = Effect.fnUntraced(function* (record: string, workflow: Option.Option<string>) {
  const { run } = yield* chooseRun(record)
  const options = Option.isSome(workflow) ? { workflow: workflow.value } : {}
  return yield* Effect.mapError(testRecord(run, options), withSource(Option.getOrElse(workflow, () => record)))
})

/** `flowglass test RECORD...`: runs records again offline and compares. Exit code 1 when something differs. */
export const testCommand = Command.make(
  "test",
  {
    ...documentFormat,
    workflow: Flag.String("workflow").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("Test this version of the workflow instead of the recorded one"),
      Flag.optional
    ),
    import: importOption,
    records: Argument.String("record").pipe(
      Argument.withDescription("A record file, `last`, or the beginning of a run id"),
      Argument.atLeast(1)
    )
  },
  Effect.fnUntraced(function* (flags) {
    const isJson = chosenFormat(flags) === "json"
    const style = yield* outputStyle
    const nodes = yield* importNodes(flags.import)
    const tests = Effect.forEach(flags.records, (record) =>
      Effect.gen(function* () {
        const diff = yield* testOne(record, flags.workflow)
        const lines = diff.equal
          ? [`${style.good("ok")}    ${oneLine(record)}`]
          : [`${style.bad("fail")}  ${oneLine(record)}`, ...diffLines(diff, style).map((line) => `  ${line}`)]
        if (!isJson) yield* Console.log(lines.join("\n"))
        return { record, ...diff }
      })
    )
    const results = yield* Effect.provide(tests, engineLayer(nodes))
    if (isJson) yield* Console.log(jsonOutput(results, 2))
    if (results.some((result) => !result.equal)) return yield* new CommandEnded({ exitCode: 1 })
  }, Effect.provide(LocalRuns.layer))
).pipe(
  Command.withDescription("Run recorded runs again, offline, and compare"),
  Command.withExamples([
    { command: "flowglass test tests/*.json", description: "All records of a folder" },
    { command: "flowglass test greet.json --workflow greet.yml", description: "The file as it is today" }
  ])
)
