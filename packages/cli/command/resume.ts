import {
  type AskedForm,
  FormLedger,
  formDeadline,
  formVariables,
  type InputObject,
  layerMemoryRunStore,
  loadInputFiles,
  type ResumeOptions,
  type Run,
  RunStore,
  type StoredRun,
  WorkflowRunner
} from "@flowglass/core"
import { type HumanInputFormExpired, RunNotPaused } from "@flowglass/core/error"
import { Clock, Console, Effect, Option } from "effect"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { PausedRunNotKept } from "../error/local_run_errors.ts"
import { formLines } from "../format/form_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { outputStyle } from "../format/style.ts"
import { CommandName } from "../format/typed_advice.ts"
import { findRunId, shownIdLength } from "../local/find_run.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { forgetPaused, readPaused } from "../local/paused_runs.ts"
import { lockRun } from "../local/run_lock.ts"
import { isAbandoned } from "../local/run_owner.ts"
import { namesFile } from "./_chosen_run.ts"
import { engineLayer } from "./_engine.ts"
import { type HostParts, importNodes, importOption } from "./_import_nodes.ts"
import { jsonArgument } from "./_json_argument.ts"
import { runExitCode } from "./_run_exit_code.ts"
import { checkRecordFile, recordRun } from "./_run_recorder.ts"
import { shownStatus, watchRun } from "./_watched_run.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, type OutputFormat, streamFormat } from "./output_format.ts"

/** What somebody says to a form; without an action there is nothing said. */
interface GivenAnswer extends Omit<ResumeOptions, "action" | "inputs"> {
  readonly action: string | undefined
  readonly inputs: InputObject
}

interface ResumeRequest {
  readonly answer: GivenAnswer
  readonly format: OutputFormat
  readonly record: Option.Option<string>
}

const hasEnded = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_finished"

const waitingIn = (run: StoredRun): ReadonlyArray<AskedForm> => [...FormLedger.of(run.facts()).waiting.values()]

/** What a paused run asks, for somebody who has not answered yet. */
const showForms = Effect.fnUntraced(function* (run: StoredRun, format: OutputFormat) {
  const forms = waitingIn(run).map(({ form }) => form)
  const terms = { command: yield* CommandName, run: run.accepted.runId.slice(0, shownIdLength) }
  const style = yield* outputStyle
  if (format === "text") yield* Console.log(formLines(forms, terms, style).join("\n"))
  else if (format === "json") yield* Console.log(jsonOutput({ run_id: run.accepted.runId, status: "paused", forms }, 2))
  else for (const form of forms) yield* Console.log(jsonOutput(form))
  return yield* new CommandEnded({ exitCode: runExitCode("paused") })
})

/** The answer with the files that it names by `path`. */
const withFiles = Effect.fnUntraced(function* (run: StoredRun, { node, inputs, ...answer }: GivenAnswer) {
  const meant = waitingIn(run).filter(({ form }) => node === undefined || [form.node_id, form.execution].includes(node))
  const form = meant[0]?.form
  const loaded = form === undefined ? inputs : yield* loadInputFiles(formVariables(form), inputs)
  return { ...answer, ...(node === undefined ? {} : { node }), inputs: loaded }
})

/** Goes on with a run, and shows what follows; what keeps an answer from being taken after all is told at the end. */
const goOn = Effect.fnUntraced(function* (kept: StoredRun, { answer, format, record }: ResumeRequest) {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const { runId } = kept.accepted
  const from = kept.facts().length
  const { action, ...given } = yield* withFiles(kept, answer)
  const late: Array<HumanInputFormExpired> = []
  const run: Run = yield* action === undefined
    ? runner.reopen(runId)
    : Effect.catchTag(runner.resume(runId, { ...given, action }), "human_input_form_expired", (error) => {
        late.push(error)
        return runner.reopen(runId)
      })
  const stored = (yield* store.find(runId)) ?? kept
  const label = kept.graph.name === "" ? runId : kept.graph.name
  yield* recordRun(stored, record, watchRun({ run, stored, label, format, from }))
  const status = shownStatus(stored)
  if (status !== "paused") yield* forgetPaused(runId)
  return { status, late }
})

const resumeRun = Effect.fnUntraced(function* (argument: string, parts: HostParts, request: ResumeRequest) {
  const runs = yield* LocalRuns
  if (yield* namesFile(argument)) {
    const message = `Nothing can go on with a record file; name the run of ${argument} by its id.`
    return yield* new PausedRunNotKept({ message })
  }
  const id = yield* findRunId(argument)
  const shown = yield* runs.read(id)
  const now = yield* Clock.currentTimeMillis
  const waiting = waitingIn(shown)
  if (request.answer.action === undefined) {
    if (waiting.length === 0) return yield* new RunNotPaused({ message: "The run does not wait for anybody." })
    const isOver = waiting.some((asked) => formDeadline(asked, shown.accepted.limits).at <= now)
    if (!isOver) return yield* showForms(shown, request.format)
  }
  const isResting = hasEnded(shown) || shown.facts().at(-1)?.kind === "run_paused"
  if (!isResting && !(yield* isAbandoned(runs.fileOf(id))))
    return yield* new RunNotPaused({
      message: "Another process works on the run; it can be answered once it is paused."
    })
  yield* lockRun(runs.fileOf(id))
  // Another process may have gone on with it before it was locked.
  const current = yield* runs.read(id)
  const kept = hasEnded(current) ? current : yield* readPaused(id)
  const engine = engineLayer({ ...parts, store: layerMemoryRunStore({ runs: [kept] }) })
  const { status, late } = yield* Effect.provide(goOn(kept, request), engine)
  const [error] = late
  if (error !== undefined) return yield* error
  const exitCode = runExitCode(status)
  if (exitCode !== 0) return yield* new CommandEnded({ exitCode })
})

/** `flowglass resume RUN`: answers what a paused run asks, and goes on with it; without an action it shows what is asked. */
export const resumeCommand = Command.make(
  "resume",
  {
    ...streamFormat,
    node: Flag.String("node").pipe(
      Flag.withMetavar("NODE"),
      Flag.withDescription("The node that asks, where several do; in a container its place: root/loop_1[2]/ask"),
      Flag.optional
    ),
    action: Flag.String("action").pipe(
      Flag.withMetavar("ACTION"),
      Flag.withDescription("The id of the chosen action; without it the command shows what is asked"),
      Flag.optional
    ),
    inputs: Flag.String("inputs").pipe(
      Flag.withMetavar("JSON|@FILE"),
      Flag.withDescription("Every field of the form"),
      Flag.optional
    ),
    record: Flag.String("record").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("Write the run into this file, to inspect, compare and test it later"),
      Flag.optional
    ),
    import: importOption,
    run: Argument.String("run").pipe(Argument.withDescription("The beginning of a run id, or `last`"))
  },
  Effect.fnUntraced(function* (flags) {
    const parts = yield* importNodes(flags.import)
    const inputs = Option.isSome(flags.inputs) ? yield* jsonArgument("--inputs", flags.inputs.value) : {}
    yield* checkRecordFile(flags.record)
    const answer = {
      action: Option.getOrUndefined(flags.action),
      inputs,
      ...(Option.isSome(flags.node) ? { node: flags.node.value } : {})
    }
    const request = { answer, format: chosenFormat(flags), record: flags.record }
    yield* Effect.scoped(Effect.provide(resumeRun(flags.run, parts, request), LocalRuns.layer))
  })
).pipe(
  Command.withDescription("Answer what a paused run asks, and go on with it"),
  Command.withExamples([
    { command: "flowglass resume last", description: "Show what the latest run asks" },
    {
      command: 'flowglass resume last --action publish --inputs \'{"note": "fine"}\'',
      description: "Answer it, and go on"
    }
  ])
)
