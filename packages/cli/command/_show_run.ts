import type { ErrorData, Run, RunEvent, StoredRun } from "@flowglass/core"
import { Console, Effect, Stream } from "effect"
import { declaredRemedies } from "../error/declared_remedies.ts"
import { formLines } from "../format/form_lines.ts"
import { jsonOutput } from "../format/json_output.ts"
import { RunNarrator } from "../format/run_narrator.ts"
import { runReport } from "../format/run_report.ts"
import { oneLine } from "../format/safe_text.ts"
import { errorStyle, outputStyle } from "../format/style.ts"
import { CommandName, typedAdvice } from "../format/typed_advice.ts"
import { namedValueLines } from "../format/value_text.ts"
import { shownIdLength } from "../local/find_run.ts"
import { watchFacts } from "./_watch_facts.ts"
import type { OutputFormat } from "./output_format.ts"

const headOf = (label: string, { graph, accepted }: StoredRun): string => {
  const count = graph.nodes.length
  const nodes = `${graph.mode}, ${count} ${count === 1 ? "node" : "nodes"}`
  return `${oneLine(label)}  ${nodes}  run ${accepted.runId.slice(0, shownIdLength)}`
}

/** What the command line can do about what a library would do otherwise. */
const optionRemedies: ReadonlyMap<string, string> = new Map([
  ["run_time_limit_exceeded", "Raise `--timeout` (seconds), or make the slow node faster."]
])

/** Why a run failed, on standard error: the result above it is for standard output. */
const tellError = Effect.fnUntraced(function* (error: ErrorData) {
  const style = yield* errorStyle
  const remedies = yield* declaredRemedies
  const terms = { command: yield* CommandName, verb: "run" }
  const remedy = optionRemedies.get(error.code) ?? remedies.get(error.code)
  const first = `${style.bad("error")} ${style.bold(oneLine(error.code))}: ${oneLine(error.message)}`
  yield* Console.error(remedy === undefined ? first : `${first}\nfix: ${typedAdvice(remedy, terms)}`)
})

const showText = Effect.fnUntraced(function* (run: Run, stored: StoredRun, label: string, from: number) {
  const style = yield* outputStyle
  const command = yield* CommandName
  const narrator = new RunNarrator(stored.graph, style, command)
  yield* Console.log(style.bold(headOf(label, stored)))
  for (const fact of stored.facts().slice(0, from)) narrator.tell(fact)
  yield* watchFacts(
    stored,
    (facts) => {
      const lines = facts.flatMap((fact) => narrator.tell(fact))
      return lines.length === 0 ? Effect.void : Console.log(lines.join("\n"))
    },
    from
  )
  const { forms = [] } = yield* run.result
  const waiting = formLines(forms, { command, run: stored.accepted.runId.slice(0, shownIdLength) }, style)
  if (waiting.length > 0) yield* Console.log(waiting.join("\n"))
  const report = runReport(stored)
  const outputs = namedValueLines(report.outputs)
  if (outputs.length > 0) yield* Console.log(outputs.join("\n"))
  if (report.error !== null) yield* tellError(report.error)
})

const showEvents = (run: Run, pauses: number): Effect.Effect<void> => {
  let left = pauses
  const isNew = ({ event }: RunEvent): boolean => {
    if (left === 0) return true
    if (event === "run_paused") left--
    return false
  }
  return run.events.pipe(
    Stream.filter(isNew),
    Stream.takeUntil((event) => event.event === "run_paused"),
    Stream.runForEach((event) => Console.log(jsonOutput(event)))
  )
}

const showReport = Effect.fnUntraced(function* (run: Run, stored: StoredRun, from: number) {
  yield* watchFacts(stored, () => Effect.void, from)
  yield* Console.log(jsonOutput(runReport(stored, yield* run.result), 2))
})

/**
 * Shows a run until it has ended or waits for somebody. `label` is what the caller calls the workflow; of a run that was
 * resumed what the first `from` facts say is not shown again.
 */
export const showRun = (
  run: Run,
  stored: StoredRun,
  label: string,
  format: OutputFormat,
  from = 0
): Effect.Effect<void> => {
  const pauses = stored
    .facts()
    .slice(0, from)
    .filter(({ kind }) => kind === "run_paused").length
  if (format === "ndjson") return showEvents(run, pauses)
  return format === "json" ? showReport(run, stored, from) : showText(run, stored, label, from)
}
