import type { ErrorData, Run, StoredRun } from "@flowglass/core"
import { Console, Effect, Stream } from "effect"
import { declaredRemedies } from "../error/declared_remedies.ts"
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

const showText = Effect.fnUntraced(function* (stored: StoredRun, label: string) {
  const style = yield* outputStyle
  const narrator = new RunNarrator(stored.graph, style, yield* CommandName)
  yield* Console.log(style.bold(headOf(label, stored)))
  yield* watchFacts(stored, (facts) => {
    const lines = facts.flatMap((fact) => narrator.tell(fact))
    return lines.length === 0 ? Effect.void : Console.log(lines.join("\n"))
  })
  const report = runReport(stored)
  const outputs = namedValueLines(report.outputs)
  if (outputs.length > 0) yield* Console.log(outputs.join("\n"))
  if (report.error !== null) yield* tellError(report.error)
})

const showEvents = (run: Run): Effect.Effect<void> =>
  run.events.pipe(
    Stream.takeUntil((event) => event.event === "run_paused"),
    Stream.runForEach((event) => Console.log(jsonOutput(event)))
  )

const showReport = Effect.fnUntraced(function* (stored: StoredRun) {
  yield* watchFacts(stored, () => Effect.void)
  yield* Console.log(jsonOutput(runReport(stored), 2))
})

/** Shows a run until it has ended or waits for somebody. `label` is what the caller calls the workflow. */
export const showRun = (run: Run, stored: StoredRun, label: string, format: OutputFormat): Effect.Effect<void> => {
  if (format === "ndjson") return showEvents(run)
  return format === "json" ? showReport(stored) : showText(stored, label)
}
