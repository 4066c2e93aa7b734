import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../../node/define_node.ts"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import type { Run } from "../../run/run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import type { DurabilityMode } from "../durability.ts"
import { RunStore } from "../run_store.ts"
import { DatabaseScript, layerScriptedRunStore } from "./_test_scripted_database.ts"

/** A node that notes when it works; `external` says that it leaves the process. */
const noting = (type: string, external: boolean, calls: Array<string>) =>
  defineNode({
    type,
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [],
    external,
    example: { config: {}, outputs: { v: 1 } },
    run: (_config, { nodeId, signal }) => {
      calls.push(nodeId)
      if (external) signal({ kind: "log", data: {} })
      return { outputs: { v: 1 } }
    }
  })

const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }

/** Start, two nodes that compute, one that leaves the process, one that computes: in a row. */
const story = (mode: DurabilityMode) => {
  const script = new DatabaseScript()
  const calls: Array<string> = []
  const [inside, outside] = [noting("inside", false, calls), noting("outside", true, calls)]
  const workflow = graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "a", type: inside },
      { id: "b", type: inside },
      { id: "out", type: outside },
      { id: "c", type: inside }
    ],
    [
      ["s", "a"],
      ["a", "b"],
      ["b", "out"],
      ["out", "c"]
    ]
  )
  /** The run is accepted; nothing else gets to the disk before the script is released. */
  const begun = Effect.gen(function* () {
    const run = yield* (yield* RunEngine).start(workflow, values, {})
    script.hold()
    yield* turns
    return run
  })
  const told = <A, E>(use: Effect.Effect<A, E, RunEngine | RunStore>) =>
    use.pipe(Effect.provide(RunEngine.layer), Effect.provide(layerScriptedRunStore(script, mode)))
  return { script, calls, begun, told }
}

/** Lets everything happen that needs no time. */
const turns = Effect.repeat(Effect.yieldNow, { times: 50 })

const shownKinds = (run: Run) =>
  Effect.gen(function* () {
    const stored = yield* (yield* RunStore).find(run.id)
    return stored?.facts().map(({ kind }) => kind) ?? []
  })

const eventsOf = (run: Run) =>
  Effect.gen(function* () {
    const events: Array<string> = []
    yield* Effect.forkChild(Stream.runForEach(run.events, ({ event }) => Effect.sync(() => events.push(event))))
    yield* turns
    return events
  })

describe("durability", () => {
  it.effect("effects: what leaves the process waits until its start is durable, what computes does not", () => {
    const { script, calls, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        assert.deepStrictEqual(calls, ["a", "b"])
        script.release()
        assert.strictEqual((yield* run.result).status, "succeeded")
        assert.deepStrictEqual(calls, ["a", "b", "out", "c"])
      })
    )
  })

  it.effect("strict: every node waits", () => {
    const { script, calls, begun, told } = story("strict")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        assert.deepStrictEqual(calls, [])
        script.release()
        yield* run.result
        assert.deepStrictEqual(calls, ["a", "b", "out", "c"])
        // One statement carries the end of a node and the start of the next.
        const between = "node_finished node_started"
        assert.deepStrictEqual(script.written, [
          "run_accepted",
          "node_started",
          between,
          between,
          between,
          `node_log ${between}`,
          "node_finished run_finished"
        ])
      })
    )
  })

  it.effect("end: nothing waits; the facts are written when the run has ended", () => {
    const { script, calls, begun, told } = story("end")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        assert.strictEqual((yield* run.result).status, "succeeded")
        assert.deepStrictEqual(calls, ["a", "b", "out", "c"])
        assert.deepStrictEqual(script.written, ["run_accepted"])
        script.release()
        yield* turns
        assert.strictEqual(script.written.length, 2)
        assert.match(script.written[1] ?? "", /^node_started .* run_finished$/)
      })
    )
  })

  it.effect("nobody sees what is not durable: no event, no fact, no result", () => {
    const { script, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        const events = yield* eventsOf(run)
        const result = yield* Effect.forkChild(run.result)
        yield* turns
        assert.deepStrictEqual(events, ["run_started"])
        assert.deepStrictEqual(yield* shownKinds(run), ["run_accepted"])
        assert.isUndefined(result.pollUnsafe())
        script.release()
        yield* Fiber.join(result)
        yield* turns
        assert.strictEqual(events.at(-1), "run_succeeded")
        assert.strictEqual((yield* shownKinds(run)).at(-1), "run_finished")
      })
    )
  })

  it.effect("a value that the database refuses ends its run with value_not_storable, on disk as well", () => {
    const { script, calls, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        const events = yield* eventsOf(run)
        script.refusedKind = "node_log"
        script.release()
        const { status, error } = yield* run.result
        assert.deepStrictEqual([status, error?.code], ["failed", "value_not_storable"])
        yield* turns
        assert.deepStrictEqual(calls, ["a", "b", "out", "c"])
        assert.deepStrictEqual(events.slice(-2), ["node_stopped", "run_failed"])
        const kinds = (yield* shownKinds(run)).slice(-4).join()
        assert.strictEqual(kinds, "node_started,run_ending,node_finished,run_finished")
      })
    )
  })

  it.effect("fault 11: a run that somebody else has ends here with run_taken_over, and writes nothing more", () => {
    const { script, calls, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        const events = yield* eventsOf(run)
        script.isLost = true
        script.release()
        const { status, error } = yield* run.result
        yield* turns
        assert.deepStrictEqual([status, error?.code], ["failed", "run_taken_over"])
        assert.deepStrictEqual(calls, ["a", "b"])
        assert.deepStrictEqual(events, ["run_started", "run_failed"])
        const { written } = script
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(script.written.length, written.length)
        assert.strictEqual(script.held, 0)
      })
    )
  })

  it.effect("a stop while the disk is slow ends the run as stopped once it can be told", () => {
    const { script, calls, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        yield* run.stop()
        yield* turns
        script.release()
        assert.strictEqual((yield* run.result).status, "stopped")
        assert.deepStrictEqual(calls, ["a", "b"])
      })
    )
  })

  it.effect("back-pressure: runs start nothing more while too much waits for the disk", () => {
    const script = new DatabaseScript()
    const calls: Array<string> = []
    const inside = noting("inside", false, calls)
    const ids = Array.from({ length: 400 }, (_, index) => `n${index}`)
    const workflow = graphWorkflow(
      [
        { id: "s", type: startNode },
        { id: "wait", type: incrementNode, config: { from: "s", delay: 1000 } },
        ...ids.map((id) => ({ id, type: inside }))
      ],
      [["s", "wait"], ...["wait", ...ids.slice(0, -1)].map((id, index): [string, string] => [id, ids[index] ?? ""])]
    )
    const options = { limits: { steps: 500 } }
    return Effect.gen(function* () {
      const engine = yield* RunEngine
      const runs = yield* Effect.forEach(ids.slice(0, 60), () => engine.start(workflow, values, options))
      script.hold()
      yield* TestClock.adjust(1000)
      yield* turns
      // Two facts a node, and a little more than 20,000 of them.
      assert.isAbove(calls.length, 9_000)
      assert.isBelow(calls.length, 11_000)
      script.release()
      for (const run of runs) assert.strictEqual((yield* run.result).status, "succeeded")
      assert.strictEqual(calls.length, 60 * 400)
    }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerScriptedRunStore(script, "effects")))
  })
})
