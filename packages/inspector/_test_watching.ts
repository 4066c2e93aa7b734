import { Clock, Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import { type MadeNode, MadeRun } from "./_test_made_run.ts"
import type { LiveEvent } from "./live_event.ts"
import { type WatchOptions, watchRun } from "./watch_run.ts"

/** Three nodes with one output each. */
export const nodes: ReadonlyArray<MadeNode> = ["a", "b", "c"].map((id) => ({
  id,
  outputs: [{ name: "v", type: "number", required: true }]
}))

/** A made run that counts who listens. */
export class CountedRun extends MadeRun {
  listeners = 0
  subscriptions = 0

  override subscribe(listener: () => void): () => void {
    this.listeners++
    this.subscriptions++
    const leave = super.subscribe(listener)
    let isGone = false
    return () => {
      if (!isGone) this.listeners--
      isGone = true
      leave()
    }
  }
}

interface Seen {
  readonly at: number
  readonly event: LiveEvent
}

/** Watches in the background and keeps what it sees, with the time it saw it. */
export const watching = (run: MadeRun, options: WatchOptions = {}) =>
  Effect.gen(function* () {
    const seen: Array<Seen> = []
    const note = (event: LiveEvent) => Effect.map(Clock.currentTimeMillis, (at) => void seen.push({ at, event }))
    const fiber = yield* Effect.forkChild(Stream.runForEach(watchRun(run, options), note))
    yield* TestClock.adjust(0)
    return { seen, fiber, names: () => seen.map(({ event }) => short(event)) }
  })

/** An event as short text. */
export const short = (event: LiveEvent): string => {
  if (event.event === "node_changed") return `${event.data.node_id} ${event.data.node_status}`
  return event.event.replace("workflow_run_", "")
}

/** All events of a run that ends. */
export const collect = (run: MadeRun, options?: WatchOptions) =>
  Effect.map(Stream.runCollect(watchRun(run, options)), Array.from<LiveEvent>)
