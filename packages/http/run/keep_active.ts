import type { Run, RunEvent } from "@flowglass/core"
import { Effect, type Fiber, type Scope, Stream } from "effect"
import type { ActiveRun, ActiveRuns } from "./active_runs.ts"

const goesOn = ({ event }: RunEvent): boolean =>
  event === "run_resumed" ||
  event === "run_succeeded" ||
  event === "run_partial_succeeded" ||
  event === "run_failed" ||
  event === "run_stopped"

/** Waits until a paused run that was resumed so often before goes on, or ends. */
const resumed = (run: Run, resumptions: number): Effect.Effect<void> =>
  Effect.asVoid(Stream.runHead(Stream.drop(Stream.filter(run.events, goesOn), resumptions)))

/**
 * Keeps a run known that has begun, until it has ended; while it is paused others may have its place. `resumptions` says
 * how often it was resumed before.
 */
export const keepActive =
  (active: ActiveRuns["Service"], scope: Scope.Scope) =>
  (begun: ActiveRun, resumptions: number): Effect.Effect<Fiber.Fiber<void>> => {
    const untilEnd = Effect.gen(function* () {
      for (let count = resumptions; (yield* begun.run.result).status === "paused"; count++) {
        yield* active.rest(begun)
        yield* resumed(begun.run, count)
        yield* active.wake(begun)
      }
    })
    return Effect.forkIn(Effect.ensuring(Effect.interruptible(untilEnd), active.end(begun)), scope)
  }
