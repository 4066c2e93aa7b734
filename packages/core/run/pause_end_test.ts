import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import { hour, simple, start } from "./_test_asking_workflow.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode } from "./_test_nodes.ts"
import { askNode, shortEvents, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"

describe("the end of a pause", () => {
  it.effect("decision: a failure wins over a pause, and the form of the failed run takes no answer", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, askNode("a"), { id: "bad", type: incrementNode, config: { from: "s", delay: 10, fails: 1 } }],
        [
          ["s", "a"],
          ["s", "bad"]
        ]
      )
      const run = yield* startWorkflow(workflow)
      yield* TestClock.adjust(10)
      const result = yield* run.result
      assert.strictEqual(result.status, "failed")
      assert.deepStrictEqual(shortEvents(yield* Stream.runCollect(run.events)).slice(-3), [
        "node_failed bad",
        "node_stopped a",
        "run_failed bad"
      ])
      const error = yield* Effect.flip(run.resume({ node: "a", action: "yes", inputs: { note: "" } }))
      assert.strictEqual(error.code, "run_not_paused")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("goes on by __timeout when nobody answers in time, and says so", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(simple)
      yield* run.result
      yield* TestClock.adjust(36 * hour - 1000)
      assert.strictEqual((yield* run.result).status, "paused")
      yield* TestClock.adjust(1000)
      const result = yield* run.result
      assert.strictEqual(result.outputs.answer, "late ")
      assert.include(shortEvents(yield* Stream.runCollect(run.events)), "human_input_expired ask")
      const error = yield* Effect.flip(run.resume({ node: "ask", action: "yes", inputs: { note: "" } }))
      assert.strictEqual(error.code, "human_input_form_expired")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("seven days are the end of every form: the run is stopped", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow([start, askNode("ask", { timeout: 30, timeout_unit: "day" })], [["s", "ask"]])
      const run = yield* startWorkflow(workflow)
      yield* run.result
      yield* TestClock.adjust(7 * 24 * hour)
      const result = yield* run.result
      assert.strictEqual(result.status, "stopped")
      assert.deepInclude(result.error, {
        code: "human_input_time_limit_exceeded",
        message: "Human input global timeout at node ask"
      })
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("the time of a run does not pass while it waits, and begins anew when it is resumed", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, askNode("ask"), { id: "w", type: incrementNode, config: { from: "s", delay: 600 } }],
        [
          ["s", "ask"],
          ["ask", "w", "yes"]
        ]
      )
      const run = yield* startWorkflow(workflow, { v: 1 }, { limits: { time: 1000 } })
      yield* run.result
      yield* TestClock.adjust(5000)
      yield* run.resume({ action: "yes", inputs: { note: "" } })
      yield* TestClock.adjust(600)
      assert.strictEqual((yield* run.result).status, "succeeded")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a paused run is stopped like any other, and its form with it", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(simple)
      yield* run.result
      yield* run.stop()
      assert.strictEqual((yield* run.result).status, "stopped")
      assert.deepStrictEqual(shortEvents(yield* Stream.runCollect(run.events)).slice(-2), [
        "node_stopped ask",
        "run_stopped"
      ])
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("a closed engine leaves a paused run paused, lets its consumers go, and takes no answer any more", () =>
    Effect.gen(function* () {
      const { run, result } = yield* Effect.gen(function* () {
        const run = yield* startWorkflow(simple)
        return { run, result: yield* run.result }
      }).pipe(Effect.provide(engineLayer))
      assert.strictEqual(result.status, "paused")
      assert.strictEqual((yield* run.result).status, "paused")
      assert.strictEqual((yield* Stream.runCollect(run.events)).at(-1)?.event, "run_paused")
      const error = yield* Effect.flip(run.resume({ action: "yes", inputs: { note: "" } }))
      assert.strictEqual(error.code, "run_not_paused")
    })
  )

  it.effect("is not there: an unknown run cannot be resumed", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const load = () => Effect.succeed(simple)
      const error = yield* Effect.flip(engine.resume("nobody", { action: "yes" }, load))
      assert.strictEqual(error.code, "workflow_run_not_found")
    }).pipe(Effect.provide(engineLayer))
  )
})
