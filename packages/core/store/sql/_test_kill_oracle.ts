import { assert } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { followStored } from "../../run/follow_stored.ts"
import { RunStore } from "../run_store.ts"
import type { Said } from "./_test_child.ts"
import type { TestEffects } from "./_test_effects.ts"
import { killedItems, killedWorkflow } from "./_test_killed_workflow.ts"
import { eventDigest, runDigests } from "./_test_run_digests.ts"

/** What is to be checked once all processes are gone. */
export interface KillStory {
  readonly said: ReadonlyArray<Said>
  readonly effects: TestEffects
  /** How many processes were killed while they may have had a run. */
  readonly kills: (runId: string) => number
  /** Codes that a run may have ended with although nothing is wrong with it. */
  readonly codes?: ReadonlyArray<string>
}

/**
 * Checks the database that killed processes have left, in this process: no run is stuck, no finished node ran twice, no
 * effect came more often than processes died of it, nothing that was shown is lost, and everybody reads the same.
 * Returns how many runs there are.
 */
export const checkKilled = ({ said, effects, kills, codes = [] }: KillStory) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const workflow = killedWorkflow({ effects: "", onEffect: () => undefined })
    const { counts } = effects
    const runs = yield* store.list({ limit: 1000 })
    for (const run of runs) {
      const { runId } = run.accepted
      const end = run.facts().at(-1)
      assert.strictEqual(end?.kind, "run_finished", `run ${runId} is stuck`)
      if (end?.kind !== "run_finished") continue
      if (end.error === undefined) assert.strictEqual(end.status, "succeeded")
      else assert.include(codes, end.error.code)
      const finished = new Set<string>()
      const events = yield* Stream.runCollect((yield* followStored(store)(workflow, run)).events)
      for (const event of events) {
        if (event.event !== "node_succeeded") continue
        assert.isFalse(finished.has(event.execution), `${event.execution} of ${runId} ended twice`)
        finished.add(event.execution)
      }
      if (end.status === "succeeded") assert.strictEqual(finished.size, 7 + killedItems.length)
      for (const [key, count] of counts) {
        if (key.startsWith(`${runId} `)) assert.isAtMost(count, 1 + kills(runId), `effects of ${key}`)
      }
      for (const { shown, seq = 0, event, digest } of said) {
        if (shown !== runId) continue
        const kept = events[seq - 1]
        assert.deepStrictEqual(
          [kept?.event, kept && eventDigest(kept)],
          [event, digest],
          `event ${seq} of ${runId} is lost`
        )
      }
      const { facts, snapshot } = runDigests(run)
      const readings = said.filter(({ ended }) => ended === runId)
      for (const read of readings)
        assert.deepStrictEqual([read.facts, read.snapshot], [facts, snapshot], `${runId} is read differently`)
    }
    for (const { started } of said) {
      if (started !== undefined)
        assert.isTrue(
          runs.some(({ accepted }) => accepted.runId === started),
          `run ${started} is lost`
        )
    }
    return runs.length
  })
