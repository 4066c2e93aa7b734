import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { RunStore } from "../store/run_store.ts"
import { atMost, chain, increment, start, values } from "./_test_chain.ts"
import { continuedRun } from "./_test_continued_run.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { engineLayer, runToEnd } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunOptions } from "./run_options.ts"
import type { Workflow } from "./workflow.ts"

describe("limits", () => {
  it.effect("weakness 37, D2: a limit that is reached cannot go unheard: it ends the run with its code", () =>
    Effect.gen(function* () {
      const steps = yield* runToEnd(
        chain(5, (index) => increment(`n${index}`, "s")),
        {},
        { limits: { steps: 3 } }
      )
      const time = yield* atMost(
        chain(5, (index) => increment(`n${index}`, "s", 1000)),
        { limits: { time: 2500 } }
      )
      for (const [run, code] of [
        [steps, "run_step_limit_exceeded"],
        [time, "run_time_limit_exceeded"]
      ] as const) {
        const last = run.events.at(-1)
        assert.strictEqual(last?.event === "run_failed" ? last.error.code : "", code)
        assert.strictEqual(run.result.status, "failed")
        const stored = run.facts.at(-1)
        assert.strictEqual(stored?.kind === "run_finished" ? stored.status : "", "failed")
        assert.strictEqual(stored?.kind === "run_finished" ? stored.error?.code : "", code)
      }
    })
  )

  /** The facts of a run up to the start of its node `c`, and a way to continue from them. */
  const interrupted = (workflow: Workflow, options: RunOptions) =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const store = yield* RunStore
      const first = yield* engine.start(workflow, values, options)
      const facts = [...((yield* store.find(first.id))?.facts() ?? [])]
      const resume = Effect.map(continuedRun(workflow, facts), ({ run }) => run)
      return { first, resume }
    })

  it.effect("weakness 27: the time of a run goes on counting while the run continues elsewhere", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow([start, increment("c", "s", 1e6)], [["s", "c"]])
      const { first, resume } = yield* interrupted(workflow, { limits: { time: 1500 } })
      yield* TestClock.adjust(1000)
      yield* first.stop()
      const second = yield* resume
      const result = yield* Effect.forkChild(second.result)
      yield* TestClock.adjust(499)
      assert.isUndefined(result.pollUnsafe())
      yield* TestClock.adjust(1)
      assert.strictEqual((yield* Fiber.join(result)).error?.code, "run_time_limit_exceeded")
      assert.strictEqual((yield* second.result).elapsed_ms, 1500)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("weakness 27: the steps of a run go on counting while the run continues elsewhere", () =>
    Effect.gen(function* () {
      const nodes = [start, increment("a", "s"), increment("c", "s", 10), increment("d", "s"), increment("e", "s")]
      const workflow = graphWorkflow(nodes, [
        ["s", "a"],
        ["a", "c"],
        ["c", "d"],
        ["d", "e"]
      ])
      const { first, resume } = yield* interrupted(workflow, { limits: { steps: 4 } })
      yield* first.stop()
      const second = yield* Effect.forkChild((yield* resume).result)
      yield* TestClock.adjust(10)
      const result = yield* Fiber.join(second)
      assert.strictEqual(result.error?.code, "run_step_limit_exceeded")
      assert.strictEqual(result.total_steps, 4)
    }).pipe(Effect.provide(engineLayer))
  )

  it.live("weakness 27: no duration is rounded to seconds or negative", () =>
    Effect.gen(function* () {
      const { events, result } = yield* runToEnd(chain(3, (index) => increment(`n${index}`, "s", 2)))
      assert.isAtLeast(result.elapsed_ms, 5)
      assert.isBelow(result.elapsed_ms, 5000)
      const times = events.map(({ at }) => at)
      assert.deepStrictEqual(
        times,
        times.toSorted((left, right) => left - right)
      )
      assert.isTrue(times.some((at) => !Number.isInteger(at)))
    })
  )
})
