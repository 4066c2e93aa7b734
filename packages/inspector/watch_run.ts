import type { StoredRun } from "@flowglass/core"
import { Array as Arr, Cause, Clock, Effect, Stream } from "effect"
import type { LiveEvent } from "./live_event.ts"
import { type RunView, runView } from "./run_view.ts"
import { WatchPace } from "./watch_pace.ts"

/** How a run is watched. */
export interface WatchOptions {
  /**
   * The `id` of the last event that a returning reader has: it gets what changed since instead of a snapshot. Numbers
   * that no event of this run can have had are answered with a snapshot.
   */
  readonly from?: number
}

const nextFact = (run: StoredRun, known: number): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (run.facts().length > known) return resume(Effect.void)
    const leave = run.subscribe(() => {
      leave()
      resume(Effect.void)
    })
    return Effect.sync(leave)
  })

/** One reader of a run: what it knows, and what to tell it next. */
class Watch {
  readonly #run: StoredRun
  readonly #view: RunView
  readonly #pace: WatchPace
  #known = 0
  #isPaused = false
  #isEnded = false

  constructor(run: StoredRun, from: number) {
    this.#run = run
    this.#view = runView(run)
    this.#pace = new WatchPace(this.#view)
    if (!Number.isInteger(from) || from < 1 || from > this.#view.facts) return
    this.#known = from
    this.#isPaused = this.#view.wasPausedAfter(from)
  }

  readonly pull: Effect.Effect<Arr.NonEmptyArray<LiveEvent>, Cause.Done> = Effect.suspend(() => {
    if (this.#isEnded) return Cause.done()
    return Effect.flatMap(this.#wait(), () => {
      const events = this.#look()
      return Arr.isArrayNonEmpty(events) ? Effect.succeed(events) : this.pull
    })
  })

  /** It does not read any more. */
  leave(): void {
    this.#pace.leave()
  }

  /** Waits for news, but never looks more often than the pace allows: a slow reader sees the latest state only. */
  #wait(): Effect.Effect<void> {
    // Looked at in a turn of its own: who writes a fact does not wait for those who read it.
    const news = this.#pace.isFirst ? Effect.void : Effect.andThen(nextFact(this.#run, this.#known), Effect.yieldNow)
    return Effect.flatMap(Effect.andThen(news, Clock.currentTimeMillis), (now) => {
      const rest = this.#pace.rest(now)
      return rest > 0 ? Effect.sleep(rest) : Effect.void
    })
  }

  #look(): Array<LiveEvent> {
    const view = this.#view
    const previous = this.#known
    const id = view.facts
    this.#known = id
    const data = { workflow_run_id: view.id, workflow_run_status: view.status }
    const events: Array<LiveEvent> =
      previous === 0
        ? [{ event: "snapshot", id, data: view.snapshot() }]
        : view.changedSince(previous).map(({ facts, node }) => ({ event: "node_changed", id: facts, data: node }))
    if (view.isPaused !== this.#isPaused) {
      this.#isPaused = view.isPaused
      events.push({ event: view.isPaused ? "workflow_run_paused" : "workflow_run_resumed", id, data })
    }
    if (view.isEnded) {
      this.#isEnded = true
      events.push({ event: "workflow_run_completed", id, data })
    }
    // Nobody would ever add the end that a record does not have.
    if (this.#run.isRecorded === true) this.#isEnded = true
    return events
  }
}

/**
 * The live stream of a run: a snapshot, the nodes that changed since the last look (each at most ten times a second,
 * less often where hundreds watch, its latest state always), pauses, and the end exactly once. Facts are counted, so nothing between snapshot and
 * subscription is lost. A reader that is slow or gone costs the run nothing.
 *
 * The stream of a run from a record ends with what the record knows: without `workflow_run_completed` when the run had
 * not ended, so that its last status is `running` or `paused`.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { layerMemory, watchRun } from "@flowglass/inspector"
 * import { Effect, Stream } from "effect"
 *
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: { nodes: [
 *     { id: "start", data: { type: "start", variables: [] } },
 *     { id: "end", data: { type: "end", outputs: [] } }
 *   ], edges: [{ source: "start", target: "end" }] } }
 * })
 * const program = Effect.gen(function* () {
 *   const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }))
 *   const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
 *   const events = run === undefined ? Stream.empty : watchRun(run)
 *   return yield* Stream.runCollect(Stream.map(events, (event) => event.event))
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => ["snapshot", "workflow_run_completed"]
 * ```
 */
export const watchRun = (run: StoredRun, options: WatchOptions = {}): Stream.Stream<LiveEvent> =>
  Stream.suspend(() => {
    const watch = new Watch(run, options.from ?? 0)
    return Stream.ensuring(
      Stream.fromPull(Effect.succeed(watch.pull)),
      Effect.sync(() => watch.leave())
    )
  })
