import { fileURLToPath } from "node:url"
import { LanguageModels, RunStore, WorkflowRunner } from "@flowglass/core"
import { Inspector, layerEngine } from "@flowglass/inspector"
import { Clock, Console, Effect, Layer } from "effect"
import * as Command from "effect/cli/Command"
import { demoScript } from "../demo/demo_script.ts"
import { demoTable } from "../demo/demo_table.ts"
import { weatherServer } from "../demo/weather_server.ts"
import { durationText } from "../format/duration_text.ts"
import { outputStyle } from "../format/style.ts"
import { shownIdLength } from "../local/find_run.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { flowglassVersion } from "../version.ts"
import { CommandEnded } from "./command_ended.ts"

const file = fileURLToPath(new URL("../demo/weather_note.yml", import.meta.url))

const runDemo = Effect.fnUntraced(function* (origin: string) {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const inspector = yield* Inspector
  const runs = yield* LocalRuns
  const style = yield* outputStyle
  const started = yield* Clock.currentTimeMillis
  const workflow = yield* runner.load(file)
  const ready = (yield* Clock.currentTimeMillis) - started
  const inputs = { name: "Ada", city: "Lisbon" }
  const run = yield* runner.start(workflow, { inputs, environment: { WEATHER_URL: origin } })
  const { status, elapsed_ms, error } = yield* run.result
  const stored = yield* store.find(run.id)
  if (stored !== undefined) yield* runs.keep(stored)
  const id = run.id.slice(0, shownIdLength)
  const took = durationText(elapsed_ms)
  yield* Console.log(
    [
      `${style.bold(`Flowglass ${flowglassVersion}`)}  file read in ${durationText(ready)}`,
      `example app    "${workflow.name}"   run ${id}   ${status} in ${took}`,
      ...demoTable(yield* inspector.snapshot(run.id)),
      `look inside    npx flowglass inspect ${id} greeter text`,
      `wrong on purpose  npx flowglass inspect ${id} greeter txt   -> node_output_not_declared`,
      "your own file  npx flowglass run my-app.yml --mock-externals"
    ].join("\n")
  )
  if (status === "succeeded") return
  yield* Console.error(`The example failed: ${error?.code ?? status}: ${error?.message ?? ""}`)
  return yield* new CommandEnded({ exitCode: 1 })
})

/** `flowglass demo`: runs the example workflow with scripted models and shows what every node produced. */
export const demoCommand = Command.make(
  "demo",
  {},
  Effect.fnUntraced(function* () {
    const origin = yield* weatherServer
    const engine = layerEngine({ models: LanguageModels.layerScripted(demoScript), allow: [origin] })
    yield* Effect.provide(runDemo(origin), Layer.merge(engine, LocalRuns.layer))
  }, Effect.scoped)
).pipe(Command.withDescription("Run the example workflow and see what every node produced"))
