import type { StoredRun } from "@flowglass/core"
import { Cause, Clock, Effect, Stream } from "effect"
import type { LiveEvent } from "./live_event.ts"
import { runView } from "./run_view.ts"

/** The shortest time between two looks at a run, in milliseconds: ten a second, whatever happens in between. */
const pace = 100

const nextFact = (run: StoredRun, known: number): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (run.facts().length > known) return resume(Effect.void)
    const leave = run.subscribe(() => resume(Effect.void))
    return Effect.sync(leave)
  })

/** Waits for news, but never wakes more often than the pace allows: a slow reader sees the latest state only. */
const news = (run: StoredRun, known: number, lookedAt: number): Effect.Effect<void> =>
  Effect.flatMap(nextFact(run, known), () =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const rest = pace - (now - lookedAt)
      return rest > 0 ? Effect.sleep(rest) : Effect.void
    })
  )

/**
 * The live stream of a run: a snapshot, the nodes that changed since the last look (each at most ten times a second),
 * and the end. Facts are counted, so nothing between snapshot and subscription is lost.
 */
export const watchRun = (run: StoredRun): Stream.Stream<LiveEvent> =>
  Stream.fromPull(
    Effect.sync(() => {
      let known = 0
      let lookedAt = 0
      let isPaused = false
      let isEnded = false
      const look = (): Array<LiveEvent> => {
        const view = runView(run)
        const previous = known
        known = view.facts
        const data = { workflow_run_id: view.id, workflow_run_status: view.status }
        const events: Array<LiveEvent> =
          previous === 0
            ? [{ event: "snapshot", id: known, data: view.snapshot() }]
            : view.changedSince(previous).map((node): LiveEvent => ({ event: "node_changed", id: known, data: node }))
        if (view.isPaused !== isPaused) {
          isPaused = view.isPaused
          events.push({ event: isPaused ? "workflow_run_paused" : "workflow_run_resumed", id: known, data })
        }
        if (view.isEnded) {
          isEnded = true
          events.push({ event: "workflow_run_completed", id: known, data })
        }
        return events
      }
      const pull: Effect.Effect<[LiveEvent, ...Array<LiveEvent>], Cause.Done> = Effect.suspend(() => {
        if (isEnded) return Cause.done()
        return Effect.flatMap(known === 0 ? Effect.void : news(run, known, lookedAt), () =>
          Effect.flatMap(Clock.currentTimeMillis, (now) => {
            lookedAt = now
            const [first, ...rest] = look()
            return first === undefined ? pull : Effect.succeed<[LiveEvent, ...Array<LiveEvent>]>([first, ...rest])
          })
        )
      })
      return pull
    })
  )
