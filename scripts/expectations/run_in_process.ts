import {
  type InputObject,
  type ResumeOptions,
  type RunEvent,
  type RunOptions,
  type StartError,
  WorkflowRunner
} from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Fiber, Layer, Stream } from "effect"
import { workflowOf } from "./drawn_graphs.ts"
import type { ExpectedCase } from "./expected_case.ts"
import type { SeenRun } from "./seen_run.ts"

/** The lists that drawn cases start with come out of a mocked node: no start variable is a list. */
const listMock = ({ fixture, inputs }: ExpectedCase) =>
  fixture === null && inputs?.items !== undefined ? { "node:list": { items: inputs.items } } : {}

const isInputObject = (value: unknown): value is InputObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** How a case is run. */
export const optionsOf = (one: ExpectedCase): RunOptions => ({
  inputs: one.fixture === null ? {} : (one.inputs ?? {}),
  ...(one.query === undefined ? {} : { query: one.query }),
  ...(one.id.endsWith("-1-worker") ? { limits: { concurrency: 1 } } : {}),
  mocks: {
    ...listMock(one),
    ...Object.fromEntries(
      Object.entries(one.mocks ?? {}).flatMap(([target, answer]) => (isInputObject(answer) ? [[target, answer]] : []))
    )
  }
})

/** How a run is listened to and answered. */
export interface Company {
  /** Also listens, and throws at the first event. */
  readonly brokenObserver?: boolean
  /** What somebody says to the form that the run pauses for. */
  readonly answer?: ResumeOptions
}

/** Runs a case through the library, up to its end, or its pause where nobody answers. */
export const runInProcess = (
  folder: string,
  one: ExpectedCase,
  { brokenObserver = false, answer }: Company = {}
): Effect.Effect<SeenRun, StartError> =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const from = performance.now()
    const run = yield* runner.start(workflowOf(folder, one), optionsOf(one))
    if (brokenObserver) {
      yield* Effect.forkChild(Stream.runForEach(run.events, () => Effect.die(new Error("this observer is broken"))))
    }
    const events: Array<RunEvent> = []
    const reading = yield* Effect.forkChild(
      Stream.runForEach(run.events, (event) => Effect.sync(() => void events.push(event)))
    )
    const { status } = yield* run.result
    if (status === "paused" && answer !== undefined) {
      yield* Effect.orDie(runner.resume(run.id, answer))
      yield* run.result
    }
    // What is paused has no last event that would end its reader.
    if (status === "paused" && answer === undefined) {
      yield* Effect.sleep(20)
      yield* Fiber.interrupt(reading)
    } else yield* Fiber.await(reading)
    return { events, took: performance.now() - from }
  }).pipe(Effect.provide(Layer.orDie(layerEngine())))
