import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inspectorOf, MadeRun } from "./_test_made_run.ts"
import { Inspector } from "./inspector.ts"
import { runView } from "./run_view.ts"
import { watchRun } from "./watch_run.ts"

const text = { name: "text", type: "string", required: true } as const
const file = { name: "file", type: "file", required: false } as const
const agent = { id: "agent", type: "agent", outputs: [text, file] }

const checked = (name: string, status: string, reason: string | null = null) => ({
  output_type_check: { passed: false, results: [{ name, status, reason }] }
})

describe("faults of Dify's Inspector", () => {
  it("upstream bug A: checks and attempts are seen where an agent writes them, nested or not", () => {
    const metadata = { ...checked("text", "type_check_failed", "expected string, got int"), attempt: 2 }
    for (const written of [metadata, { agent_log: metadata }]) {
      const run = new MadeRun([agent]).started("agent").finished("agent", { outputs: { text: 1 }, metadata: written })
      expect(runView(run).node("agent")?.outputs[0]).toMatchObject({
        status: "type_check_failed",
        type_check: { passed: false, reason: "expected string, got int" },
        retried: 2
      })
    }
  })

  it("upstream bug B: a check that failed its node names the output, with its reason", () => {
    const metadata = checked("text", "type_check_failed", "expected string, got int")
    for (const status of ["failed", "exception"] as const) {
      const run = new MadeRun([agent]).started("agent").finished("agent", { status, metadata })
      expect(runView(run).node("agent")).toMatchObject({
        node_status: "failed",
        outputs: [
          {
            status: "type_check_failed",
            value_preview: null,
            type_check: { passed: false, reason: "expected string, got int" }
          },
          { status: "failed", value_preview: null, type_check: null }
        ]
      })
    }
  })

  it("upstream bug B: a default value that took the place of a refused output is shown as such", () => {
    const metadata = checked("text", "type_check_failed", "expected string, got int")
    const run = new MadeRun([agent]).started("agent").finished("agent", { outputs: { text: "default" }, metadata })
    expect(runView(run).node("agent")?.outputs[0]).toMatchObject({
      status: "type_check_failed",
      value_preview: "default"
    })
  })

  it("upstream bug C: an output check that was skipped is a warning, not a failure", () => {
    const metadata = {
      output_check: { passed: true, results: [{ name: "text", status: "skipped", reason: "produced_file_missing" }] }
    }
    const run = new MadeRun([agent]).started("agent").finished("agent", { outputs: { text: "x" }, metadata })
    expect(runView(run).node("agent")?.outputs[0]).toMatchObject({
      status: "ready",
      output_check: { passed: true, reason: "produced_file_missing" }
    })
  })

  it.effect("upstream bug D: an unknown run is a failure before there is a stream", () =>
    Effect.gen(function* () {
      const events = Effect.flatMap(Inspector, (inspector) => inspector.events("unknown"))
      const error = yield* Effect.flip(Effect.provide(events, inspectorOf()))
      expect(error).toMatchObject({ code: "workflow_run_not_found", status: 404 })
    })
  )

  it.effect("upstream bug E: a run that changes or ends while its snapshot is read loses no event", () =>
    Effect.gen(function* () {
      const run = new MadeRun([agent]).started("agent")
      const seen: Array<string> = []
      const watching = watchRun(run).pipe(
        Stream.runForEach((event) =>
          Effect.sync(() => {
            seen.push(event.event)
            // Between the snapshot and whatever its reader does next.
            if (event.event === "snapshot") run.finished("agent", { outputs: { text: "x" } }).ended()
          })
        )
      )
      const fiber = yield* Effect.forkChild(watching)
      yield* TestClock.adjust(100)
      yield* Fiber.join(fiber)
      expect(seen).toEqual(["snapshot", "node_changed", "workflow_run_completed"])
    })
  )

  it.effect("upstream bug F: a run of 3,000 changes is watched to its end", () =>
    Effect.gen(function* () {
      const nodes = Array.from({ length: 3000 }, (_, index) => ({ id: `n${index}` }))
      const run = new MadeRun(nodes)
      const fiber = yield* Effect.forkChild(Stream.runCollect(watchRun(run)))
      yield* TestClock.adjust(0)
      for (const { id } of nodes) {
        run.started(id).finished(id)
        yield* TestClock.adjust(100)
      }
      run.ended()
      yield* TestClock.adjust(100)
      const events = yield* Fiber.join(fiber)
      assert.isAtLeast(events.filter((event) => event.event === "node_changed").length, 3000)
      assert.strictEqual(events.at(-1)?.event, "workflow_run_completed")
      assert.strictEqual(events.filter((event) => event.event === "workflow_run_completed").length, 1)
    })
  )

  it.effect("upstream bug G: the full value is the full value", () =>
    Effect.gen(function* () {
      const outputs = {
        text: "x".repeat(2_000_000),
        list: Array.from({ length: 5000 }, (_, index) => index),
        map: { deep: "y".repeat(200_000) }
      }
      const run = new MadeRun([agent]).started("agent").finished("agent", { outputs })
      const ask = (name: keyof typeof outputs) =>
        Effect.flatMap(Inspector, (inspector) => inspector.output(run.accepted.runId, "agent", name))
      for (const name of ["text", "list", "map"] as const) {
        const { value } = yield* Effect.provide(ask(name), inspectorOf(run))
        assert.deepStrictEqual(value, outputs[name])
      }
    })
  )
})
