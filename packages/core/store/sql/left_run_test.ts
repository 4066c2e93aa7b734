import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, Stream } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { DatabaseScript, layerScriptedRunStore } from "./_test_scripted_database.ts"

const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }

describe("a run whose engine is closed", () => {
  it.effect("goes on elsewhere: here its events end, and who waits for its result is interrupted", () => {
    const workflow = graphWorkflow(
      [
        { id: "s", type: startNode },
        { id: "slow", type: incrementNode, config: { from: "s", delay: 3_600_000 } }
      ],
      [["s", "slow"]]
    )
    return Effect.gen(function* () {
      const { waiting, reading } = yield* Effect.gen(function* () {
        const run = yield* (yield* RunEngine).start(workflow, values, {})
        const waiting = yield* Effect.forkDetach(run.result)
        const reading = yield* Effect.forkDetach(Stream.runCollect(run.events))
        yield* Effect.repeat(Effect.yieldNow, { times: 50 })
        return { waiting, reading }
      }).pipe(Effect.provide(RunEngine.layer))
      const events = (yield* Fiber.join(reading)).map(({ event }) => event)
      assert.deepStrictEqual(events.slice(-2), ["node_succeeded", "node_started"])
      const exit = yield* Fiber.await(waiting)
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
    }).pipe(Effect.provide(layerScriptedRunStore(new DatabaseScript(), "effects")))
  })
})
