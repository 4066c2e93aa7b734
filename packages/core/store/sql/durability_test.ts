import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { defineNode } from "../../node/define_node.ts"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, showNode, speakNode, startNode } from "../../run/_test_nodes.ts"
import type { Run } from "../../run/run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { startRun } from "../../run/start_run.ts"
import type { DurabilityMode } from "../durability.ts"
import { MemoryRun } from "../memory_run_store.ts"
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
  return { script, calls, begun, told, workflow }
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

  it.effect("streamed text is shown as it comes, behind what is durable: not when its node has ended", () => {
    const script = new DatabaseScript()
    const speaking = graphWorkflow(
      [
        { id: "s", type: startNode },
        { id: "m", type: speakNode, config: { text: "a b", delay: 100 } },
        { id: "x", type: showNode, config: { template: "{{#m.text#}}" } }
      ],
      [
        ["s", "m"],
        ["m", "x"]
      ]
    )
    return Effect.gen(function* () {
      const run = yield* (yield* RunEngine).start(speaking, values, {})
      const events = yield* eventsOf(run)
      yield* TestClock.adjust(150)
      assert.deepStrictEqual(events.slice(-2), ["node_started", "chunk"])
      script.hold()
      yield* TestClock.adjust(1000)
      // Its last words are there; that it has ended is not durable yet.
      assert.deepStrictEqual(events.slice(-3), ["chunk", "chunk", "chunk"])
      script.release()
      yield* run.result
      yield* turns
      assert.strictEqual(events.at(-1), "run_succeeded")
    }).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerScriptedRunStore(script, "effects")))
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

  it.effect(
    "fault 11: a run that somebody else has goes on there: it is told here, and nothing more is written",
    () => {
      const { script, calls, begun, told, workflow } = story("effects")
      return told(
        Effect.gen(function* () {
          const run = yield* begun
          const events = yield* eventsOf(run)
          const here = yield* (yield* RunStore).find(run.id)
          if (here === undefined) return assert.fail("the run is not there")
          script.elsewhere = [here.accepted]
          script.isLost = true
          script.release()
          yield* turns
          assert.deepStrictEqual(events, ["run_started"])
          assert.deepStrictEqual(calls, ["a", "b"])
          // Somebody else does all of it, from the one fact that is on disk.
          const elsewhere = new MemoryRun(here.accepted, here.graph)
          const context = yield* Effect.context<never>()
          const origin = { workflow, accepted: here.accepted, facts: [here.accepted], writer: elsewhere }
          yield* startRun(
            origin,
            context,
            () => undefined,
            () => undefined
          ).result
          script.elsewhere = elsewhere.facts()
          const { length } = script.written
          yield* TestClock.adjust("1 minute")
          const { status } = yield* run.result
          assert.strictEqual(status, "succeeded")
          assert.deepStrictEqual(
            events.filter((event) => event.startsWith("run_")),
            ["run_started", "run_succeeded"]
          )
          // Who watches its facts sees them too.
          assert.deepStrictEqual(
            here.facts().map(({ seq }) => seq),
            elsewhere.facts().map(({ seq }) => seq)
          )
          assert.strictEqual(script.written.length, length)
          assert.strictEqual(script.held, 0)
        })
      )
    }
  )

  it.effect("fault 11: a run that is gone ends here with run_taken_over", () => {
    const { script, calls, begun, told } = story("effects")
    return told(
      Effect.gen(function* () {
        const run = yield* begun
        const events = yield* eventsOf(run)
        script.isLost = true
        script.release()
        yield* TestClock.adjust("1 minute")
        const { status, error } = yield* run.result
        assert.deepStrictEqual([status, error?.code], ["failed", "run_taken_over"])
        assert.deepStrictEqual(calls, ["a", "b"])
        assert.deepStrictEqual(events, ["run_started", "run_failed"])
      })
    )
  })

  it.effect(
    "fault 11: where only the end is kept, a run that somebody else has begins anew there, and ends here",
    () => {
      const { script, begun, told } = story("end")
      return told(
        Effect.gen(function* () {
          const run = yield* begun
          const here = yield* (yield* RunStore).find(run.id)
          yield* run.result
          script.isLost = true
          script.release()
          yield* turns
          // Nobody can find it here any more; what was shown stays as it was.
          assert.strictEqual(here?.facts().at(-1)?.kind, "run_finished")
          assert.strictEqual((yield* run.result).status, "succeeded")
        })
      )
    }
  )

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
