import type { FlowglassError } from "@flowglass/core/error"
import type { RunDiff } from "@flowglass/inspector"
import { Console, Effect, Option, Result, Runtime } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { diffLines } from "../format/diff_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { oneLine } from "../format/safe_text.ts"
import { outputStyle, type Style } from "../format/style.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { tellError } from "../tell_failure.ts"
import { engineLayer } from "./_engine.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { replayRecord, testedWorkflow } from "./_replay_record.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

/** What came of one record. */
type Outcome = Result.Result<RunDiff, FlowglassError>

const exitCodeOf = (outcome: Outcome): number => {
  if (Result.isFailure(outcome)) return Runtime.getErrorExitCode(outcome.failure)
  return outcome.success.equal ? 0 : 1
}

const linesOf = (record: string, outcome: Outcome, style: Style): ReadonlyArray<string> => {
  const name = oneLine(record)
  if (Result.isFailure(outcome)) return [`${style.bad("error")} ${name}  ${outcome.failure.code}`]
  const [first, ...lines] = diffLines(outcome.success, style)
  if (outcome.success.equal) return [`${style.good("ok")}    ${name}`, ...lines.map((line) => `      ${line}`)]
  return [`${style.bad("fail")}  ${name}`, ...[first, ...lines].map((line) => `  ${line}`)]
}

const jsonOf = (record: string, outcome: Outcome): object =>
  Result.match(outcome, {
    onSuccess: (diff) => ({ record, ...diff }),
    onFailure: ({ code, message, status }) => ({ record, error: { code, message, status } })
  })

/**
 * `flowglass test RECORD...`: runs records again offline and compares. Exit code 1 when something differs; a record that
 * cannot be used does not keep the others from being tested, and the worst exit code wins.
 */
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
      Argument.withDescription("The beginning of a run id, `last`, a record file, or - for standard input"),
      Argument.atLeast(1)
    )
  },
  Effect.fnUntraced(function* (flags) {
    const isJson = chosenFormat(flags) === "json"
    const style = yield* outputStyle
    const host = yield* importNodes(flags.import)
    const workflow = yield* Effect.transposeOption(Option.map(flags.workflow, testedWorkflow))
    const tests = Effect.forEach(flags.records, (record) =>
      Effect.gen(function* () {
        const outcome = yield* replayRecord(record, workflow)
        if (!isJson) yield* Console.log(linesOf(record, outcome, style).join("\n"))
        if (Result.isFailure(outcome)) yield* tellError(outcome.failure, isJson ? "json" : "text")
        return { exitCode: exitCodeOf(outcome), json: jsonOf(record, outcome) }
      })
    )
    const results = yield* Effect.provide(tests, engineLayer(host))
    if (isJson) {
      const all = results.map((result) => result.json)
      yield* Console.log(jsonOutput(all, 2))
    }
    const exitCode = Math.max(...results.map((result) => result.exitCode))
    if (exitCode !== 0) return yield* new CommandEnded({ exitCode })
  }, Effect.provide(LocalRuns.layer))
).pipe(
  Command.withDescription("Run recorded runs again, offline, and compare"),
  Command.withExamples([
    { command: "flowglass test tests/*.json", description: "All records of a folder" },
    { command: "flowglass test greet.json --workflow greet.yml", description: "The file as it is today" }
  ])
)
