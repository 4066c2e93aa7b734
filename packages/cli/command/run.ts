import {
  loadInputFiles,
  plausibleInputs,
  type RunOptions,
  RunStore,
  takesAnyInputs,
  type Workflow,
  WorkflowRunner
} from "@flowglass/core"
import { Console, Effect, Layer, type Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { withSource } from "../error/error_source.ts"
import { problemLines } from "../format/problem_lines.ts"
import { oneLine } from "../format/safe_text.ts"
import { errorStyle } from "../format/style.ts"
import { givenWorkflow } from "../local/given_workflow.ts"
import { givenPath } from "../local/handed_over.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { engineLayer } from "./_engine.ts"
import { importNodes, importOption } from "./_import_nodes.ts"
import { withModelHint } from "./_model_hint.ts"
import { runExitCode } from "./_run_exit_code.ts"
import { readRunOptions, runFlags } from "./_run_options.ts"
import { checkRecordFile, recordRun } from "./_run_recorder.ts"
import { unknownInputs, withUnknownInputs } from "./_unknown_inputs.ts"
import { shownStatus, watchRun } from "./_watched_run.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, type OutputFormat, streamFormat } from "./output_format.ts"

const tellWarnings = Effect.fnUntraced(function* (workflow: Workflow, file: string) {
  const style = yield* errorStyle
  for (const warning of workflow.warnings) yield* Console.error(problemLines(warning, file, style).join("\n"))
})

const tellUnknown = Effect.fnUntraced(function* (unknown: string) {
  const style = yield* errorStyle
  yield* Console.error(`${style.warn("warning")} input_unknown: ${oneLine(unknown)}`)
})

const fill = (workflow: Workflow, options: RunOptions): RunOptions => ({
  query: "Sample query",
  ...options,
  inputs: plausibleInputs(workflow.startVariables, options.inputs ?? {})
})

interface RunRequest {
  readonly file: string
  readonly options: RunOptions
  readonly fillInputs: boolean
  readonly format: OutputFormat
  readonly record: Option.Option<string>
}

const runFile = Effect.fnUntraced(function* ({ file, options, fillInputs, format, record }: RunRequest) {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const workflow = yield* Effect.mapError(Effect.flatMap(givenWorkflow(file), runner.load), withSource(file))
  if (format === "text" && options.strict !== true) yield* tellWarnings(workflow, file)
  const filled = fillInputs ? fill(workflow, options) : options
  const unknown = takesAnyInputs(workflow) ? undefined : unknownInputs(workflow.startVariables, options.inputs ?? {})
  const inputs = yield* loadInputFiles(workflow.startVariables, filled.inputs ?? {})
  const run = yield* Effect.mapError(runner.start(workflow, { ...filled, inputs }), (error) =>
    withUnknownInputs(unknown)(withModelHint(withSource(file)(error)))
  )
  if (unknown !== undefined) yield* tellUnknown(unknown)
  const stored = yield* store.find(run.id)
  if (stored === undefined) return yield* Effect.die(`run ${run.id} is not in the store`)
  yield* recordRun(stored, record, watchRun({ run, stored, label: file, format }))
  const exitCode = runExitCode(shownStatus(stored), options.strict === true)
  if (exitCode !== 0) return yield* new CommandEnded({ exitCode })
})

/** `flowglass run FILE`: runs a workflow and shows every node as it finishes. */
export const runCommand = Command.make(
  "run",
  {
    ...streamFormat,
    ...runFlags,
    record: Flag.String("record").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("Write the run into this file, to inspect, compare and test it later"),
      Flag.optional
    ),
    import: importOption,
    file: Argument.String("file").pipe(Argument.withDescription("A workflow exported from Dify; - is standard input"))
  },
  Effect.fnUntraced(function* (flags) {
    const { fillInputs, record } = flags
    const file = givenPath(flags.file)
    const host = yield* importNodes(flags.import)
    const options = yield* readRunOptions(flags)
    yield* checkRecordFile(record, file)
    const request = { file, options, fillInputs, record, format: chosenFormat(flags) }
    yield* Effect.provide(runFile(request), Layer.merge(engineLayer(host), LocalRuns.layer))
  })
).pipe(
  Command.withDescription("Run a workflow and show every node as it finishes"),
  Command.withExamples([
    { command: 'flowglass run greet.yml --inputs \'{"name": "Ada"}\'', description: "Run with inputs" },
    {
      command: "flowglass run my-app.yml --mock-externals --fill-inputs",
      description: "Try a workflow without keys and without thinking about its inputs"
    },
    { command: "flowglass run greet.yml --inputs @inputs.json --json", description: "Run from a script" }
  ])
)
