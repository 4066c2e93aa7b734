import { describe, expect, it } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import { MadeRun } from "../_test_made_run.ts"
import { short } from "../_test_watching.ts"
import type { LiveEvent } from "../live_event.ts"
import { type WatchOptions, watchRun } from "../watch_run.ts"
import { readRecord } from "./read_record.ts"
import { writeRecord } from "./write_record.ts"

const nodes = [{ id: "a" }, { id: "b" }]

/** All events of a run as its record file has it. */
const watchRecord = (run: MadeRun, options?: WatchOptions) => {
  const record = Result.getOrThrow(readRecord(writeRecord(run)))
  return Effect.map(Stream.runCollect(watchRun(record, options)), Array.from<LiveEvent>)
}

describe("watching a record", () => {
  // Time stands still here: whatever waited for another fact would wait for ever.
  it.effect("of a run that was broken off ends, and does not claim that the run did", () =>
    Effect.gen(function* () {
      const events = yield* watchRecord(new MadeRun(nodes).started("a"))
      expect(events.map(short)).toEqual(["snapshot"])
      expect(events).toMatchObject([{ data: { workflow_run_status: "running" } }])
    })
  )

  it.effect("of a run that waits for somebody says so and ends", () =>
    Effect.gen(function* () {
      const events = yield* watchRecord(new MadeRun(nodes).started("a").paused())
      expect(events.map(short)).toEqual(["snapshot", "paused"])
    })
  )

  it.effect("of a run that ended tells of the end once", () =>
    Effect.gen(function* () {
      const events = yield* watchRecord(new MadeRun(nodes).started("a").finished("a").ended())
      expect(events.map(short)).toEqual(["snapshot", "completed"])
    })
  )

  it.effect("ends for a reader who comes back, with what changed or with nothing", () =>
    Effect.gen(function* () {
      const run = new MadeRun(nodes).started("a").started("b")
      expect((yield* watchRecord(run, { from: 2 })).map(short)).toEqual(["b running"])
      expect(yield* watchRecord(run, { from: 3 })).toEqual([])
    })
  )
})
