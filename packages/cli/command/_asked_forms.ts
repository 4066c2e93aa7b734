import { type AskedForm, FormLedger, formDeadline, type PausedForm, type StoredRun } from "@flowglass/core"
import { RunNotPaused } from "@flowglass/core/error"
import { Clock, Console, Effect } from "effect"
import { formLines } from "../format/form_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { outputStyle } from "../format/style.ts"
import { CommandName } from "../format/typed_advice.ts"
import { shownIdLength } from "../local/find_run.ts"
import { runExitCode } from "./_run_exit_code.ts"
import { CommandEnded } from "./command_ended.ts"
import type { OutputFormat } from "./output_format.ts"

/** The forms that a run waits for, in the order in which they were asked. */
export const waitingIn = (run: StoredRun): ReadonlyArray<AskedForm> => [...FormLedger.of(run.facts()).waiting.values()]

/** Forms that wait. */
interface ShownForms {
  readonly forms: ReadonlyArray<PausedForm>
  /** Options that lead to the server of their run, as they are typed. */
  readonly options?: string
}

/** Shows what a paused run asks. Ends with the exit code of a pause. */
export const showForms = Effect.fnUntraced(function* (
  runId: string,
  format: OutputFormat,
  { forms, options = "" }: ShownForms
) {
  const terms = { command: yield* CommandName, run: runId.slice(0, shownIdLength), options }
  const style = yield* outputStyle
  if (format === "text") yield* Console.log(formLines(forms, terms, style).join("\n"))
  else if (format === "json") yield* Console.log(jsonOutput({ run_id: runId, status: "paused", forms }, 2))
  else for (const form of forms) yield* Console.log(jsonOutput(form))
  return yield* new CommandEnded({ exitCode: runExitCode("paused") })
})

/** What a run is told that asks nobody anything. */
export const notWaiting = (): RunNotPaused => new RunNotPaused({ message: "The run does not wait for anybody." })

/** Shows what a run asks somebody who has not answered yet. Where the time of a form is over, the run can go on as it is. */
export const showWaiting = Effect.fnUntraced(function* (run: StoredRun, format: OutputFormat) {
  const now = yield* Clock.currentTimeMillis
  const waiting = waitingIn(run)
  if (waiting.length === 0) return yield* notWaiting()
  if (waiting.some((asked) => formDeadline(asked, run.accepted.limits).at <= now)) return
  const forms = waiting.map(({ form }) => form)
  return yield* showForms(run.accepted.runId, format, { forms })
})
