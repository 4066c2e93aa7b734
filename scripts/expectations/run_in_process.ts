import { join } from "node:path"
import { type InputObject, type RunOptions, type StartError, WorkflowRunner } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Layer, Stream } from "effect"
import type { ExpectedCase } from "./expected_case.ts"
import type { SeenRun } from "./seen_run.ts"

const isInputObject = (value: unknown): value is InputObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** How a case is run. */
export const optionsOf = (one: ExpectedCase): RunOptions => ({
  inputs: one.inputs ?? {},
  ...(one.query === undefined ? {} : { query: one.query }),
  mocks: Object.fromEntries(
    Object.entries(one.mocks ?? {}).flatMap(([target, answer]) => (isInputObject(answer) ? [[target, answer]] : []))
  )
})

/** Runs a case through the library. `brokenObserver` also listens, and throws at the first event. */
export const runInProcess = (
  folder: string,
  one: ExpectedCase,
  brokenObserver = false
): Effect.Effect<SeenRun, StartError> =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const from = performance.now()
    const run = yield* runner.start(join(folder, one.fixture ?? ""), optionsOf(one))
    if (brokenObserver) {
      yield* Effect.forkChild(Stream.runForEach(run.events, () => Effect.die(new Error("this observer is broken"))))
    }
    const events = yield* Stream.runCollect(run.events)
    return { events, took: performance.now() - from }
  }).pipe(Effect.provide(Layer.orDie(layerEngine())))
