import { describe, expect, it } from "@effect/vitest"
import { hintOf, type StoredRun } from "@flowglass/core"
import { Effect, Layer, Stream } from "effect"
import { agent, inspect, nodeOf, outputOf, runId, snapshotOf, tool } from "./_test_ask_inspector.ts"
import { inspectorOf, MadeRun, storeOf } from "./_test_made_run.ts"
import { Inspector, PublishedRuns } from "./inspector.ts"

describe("Inspector", () => {
  const draft = new MadeRun([agent])
  const published = new MadeRun([agent], { trigger: "app-run", runId: "0195f3c2-0000-7000-8000-000000000002" })
  const ask = (run: StoredRun, path: "draft" | "published", setting: "on" | "off" = "on") =>
    Effect.flatMap(Inspector, (inspector) => inspector.snapshot(run.accepted.runId, { path })).pipe(
      Effect.provide(
        Inspector.layer.pipe(
          Layer.provide(storeOf(draft, published)),
          Layer.provide(Layer.succeed(PublishedRuns, setting))
        )
      ),
      Effect.match({ onFailure: (error) => error.code, onSuccess: () => "served" })
    )

  it.effect("serves draft runs through the draft path and published runs through the published path only", () =>
    Effect.gen(function* () {
      expect(yield* ask(draft, "draft")).toBe("served")
      expect(yield* ask(draft, "published")).toBe("workflow_run_not_found")
      expect(yield* ask(published, "draft")).toBe("published_run_inspector_not_implemented")
      expect(yield* ask(published, "published")).toBe("served")
    })
  )

  it.effect("INSPECTOR_PUBLISHED_RUNS=off answers as Dify did at the seed commit", () =>
    Effect.gen(function* () {
      expect(yield* ask(published, "published", "off")).toBe("published_run_inspector_not_implemented")
      expect(yield* ask(published, "draft", "off")).toBe("published_run_inspector_not_implemented")
      expect(yield* ask(draft, "draft", "off")).toBe("served")
    })
  )

  it.effect("a published run asked for as a draft says where it is to be had", () =>
    Effect.gen(function* () {
      const asked = Effect.flatMap(Inspector, (inspector) =>
        inspector.snapshot(published.accepted.runId, { path: "draft" })
      )
      const error = yield* Effect.flip(Effect.provide(asked, inspectorOf(published)))
      expect(error).toMatchObject({ status: 404, message: "Inspector for published runs is not implemented yet." })
      expect(hintOf(error)).toContain("`published` path")
    })
  )

  it.effect("a name of a megabyte is not repeated in the message about it", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(nodeOf(draft, "n".repeat(1_000_000)))
      expect(error.code).toBe("node_not_in_workflow_run")
      expect(error.message.length).toBeLessThan(500)
    })
  )

  it.effect("one node, one output and the snapshot say the same", () =>
    Effect.gen(function* () {
      const run = new MadeRun([agent, tool]).started("tool-1").finished("tool-1", { outputs: { a: 1, b: [2] } })
      const snapshot = yield* snapshotOf(run)
      for (const seen of snapshot.node_outputs) {
        expect(yield* nodeOf(run, seen.node_id)).toEqual(seen)
        for (const output of seen.outputs) {
          expect(yield* outputOf(run, seen.node_id, output.name)).toEqual({
            node_id: seen.node_id,
            output_name: output.name,
            type: output.type,
            status: output.status,
            value: output.value_preview
          })
        }
      }
    })
  )

  it.effect("an unknown run fails before its stream of events begins", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(inspect(draft, (inspector) => inspector.events("missing")))
      expect(error.code).toBe("workflow_run_not_found")
      const events = yield* inspect(draft, (inspector) => inspector.events(runId))
      expect(yield* Stream.runCollect(Stream.take(events, 1))).toMatchObject([{ event: "snapshot" }])
    })
  )
})
