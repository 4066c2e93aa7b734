import { fileURLToPath } from "node:url"
import { LanguageModels, RunStore, WorkflowRunner } from "@flowglass/core"
import { Inspector, layerEngine } from "@flowglass/inspector"
import { Clock, Console, Effect, Layer, Option } from "effect"
import * as Command from "effect/cli/Command"
import { demoScript } from "../demo/demo_script.ts"
import { demoTable } from "../demo/demo_table.ts"
import { weatherServer } from "../demo/weather_server.ts"
import { durationText } from "../format/duration_text.ts"
import { jsonOutput } from "../format/json_output.ts"
import { runReport } from "../format/run_report.ts"
import { outputStyle } from "../format/style.ts"
import { CommandName } from "../format/typed_advice.ts"
import { shownIdLength } from "../local/find_run.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { flowglassVersion } from "../version.ts"
import { recordRun } from "./_run_recorder.ts"
import { CommandEnded } from "./command_ended.ts"
import { chosenFormat, documentFormat, type OutputFormat } from "./output_format.ts"

const file = fileURLToPath(new URL("../demo/weather_note.yml", import.meta.url))

const runDemo = Effect.fnUntraced(function* (origin: string, format: OutputFormat) {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const inspector = yield* Inspector
  const style = yield* outputStyle
  const command = yield* CommandName
  const started = yield* Clock.currentTimeMillis
  const workflow = yield* runner.load(file)
  const ready = (yield* Clock.currentTimeMillis) - started
  const inputs = { name: "Ada", city: "Lisbon" }
  const run = yield* runner.start(workflow, { inputs, environment: { WEATHER_URL: origin } })
  const { status, elapsed_ms, error } = yield* run.result
  const stored = yield* store.find(run.id)
  if (stored === undefined) return yield* Effect.die(`run ${run.id} is not in the store`)
  const id = run.id.slice(0, shownIdLength)
  const took = durationText(elapsed_ms)
  const text = [
    `${style.bold(`Flowglass ${flowglassVersion}`)}  file read in ${durationText(ready)}`,
    `example app    "${workflow.name}"   run ${id}   ${status} in ${took}`,
    ...demoTable(yield* inspector.snapshot(run.id), style),
    `look inside    ${command} inspect ${id} greeter text`,
    `wrong on purpose  ${command} inspect ${id} greeter txt   -> node_output_not_declared`,
    `your own file  ${command} run my-app.yml --mock-externals`
  ]
  const shown = Console.log(format === "json" ? jsonOutput(runReport(stored), 2) : text.join("\n"))
  yield* recordRun(stored, Option.none(), shown)
  if (status === "succeeded") return
  yield* Console.error(`The example failed: ${error?.code ?? status}: ${error?.message ?? ""}`)
  return yield* new CommandEnded({ exitCode: 1 })
})

/** `flowglass demo`: runs the example workflow with scripted models and shows what every node produced. */
export const demoCommand = Command.make(
  "demo",
  documentFormat,
  Effect.fnUntraced(function* (flags) {
    const origin = yield* weatherServer
    const engine = layerEngine({ models: LanguageModels.layerScripted(demoScript), allow: [origin] })
    yield* Effect.provide(runDemo(origin, chosenFormat(flags)), Layer.merge(engine, LocalRuns.layer))
  }, Effect.scoped)
).pipe(Command.withDescription("Run the example workflow and see what every node produced"))
