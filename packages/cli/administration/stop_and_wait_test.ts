import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { stopAndWait } from "./stop_and_wait.ts"
import type { RunDetailView } from "./views.ts"

const id = "01a20a0e-ce4a-749d-906e-bad56eb8ca12"

const running: RunDetailView = {
  id,
  app_id: "app",
  version: "draft",
  triggered_from: "debugging",
  status: "running",
  elapsed_time: 1,
  total_tokens: 0,
  total_steps: 1,
  created_at: 1,
  finished_at: null,
  inputs: {},
  outputs: {},
  error: null,
  error_code: null
}

/** A run that ends in some way once it was looked at so often. */
const runThat = (looks: number, status: string) => {
  let asked = 0
  let looked = 0
  return {
    asked: () => asked,
    looked: () => looked,
    stopRun: () => Effect.sync(() => (asked++, { id, result: "success" as const })),
    showRun: () => Effect.sync(() => (++looked < looks ? running : { ...running, status, finished_at: 2 }))
  }
}

describe("stopping a run", () => {
  it.effect("waits for its end, whatever that is", () =>
    Effect.gen(function* () {
      for (const status of ["stopped", "succeeded", "failed"]) {
        const run = runThat(3, status)
        const stopped = yield* Effect.forkChild(stopAndWait(run, "last"))
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(yield* Fiber.join(stopped), { id, status, hasEnded: true })
        assert.deepStrictEqual([run.asked(), run.looked()], [1, 3])
      }
    })
  )

  it.effect("attack: a run that never ends keeps nobody for longer than some seconds", () =>
    Effect.gen(function* () {
      const stopped = yield* Effect.forkChild(stopAndWait(runThat(Number.POSITIVE_INFINITY, "stopped"), "last"))
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* Fiber.join(stopped), { id, status: "running", hasEnded: false })
    })
  )
})
