import { describe, expect, it } from "@effect/vitest"
import { LanguageModels, layerMemoryRunStore, RunStore } from "@flowglass/core"
import { StoreUnavailable, ValueNotStorable } from "@flowglass/core/error"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Layer } from "effect"
import { requestOf, testApp } from "./_test_app.ts"
import { emptyRun, lackingNodes, refusedRuns } from "./_test_refused_runs.ts"
import { AppRunner, type AppRunRequest } from "./app_runner.ts"
import { runLayer } from "./run_layer.ts"
import { runRefusals } from "./run_refusals.ts"

const causes: Readonly<Record<string, Partial<AppRunRequest>>> = {
  ...refusedRuns,
  too_many_requests: emptyRun,
  store_unavailable: emptyRun,
  value_not_storable: emptyRun
}

/** A store that takes no run, for the codes that come from there. */
const failing = (error: StoreUnavailable | ValueNotStorable) =>
  Layer.effect(
    RunStore,
    Effect.map(Effect.provide(Effect.service(RunStore), layerMemoryRunStore()), (store) => ({
      ...store,
      open: () => Effect.fail(error)
    }))
  )

const failingStores: Readonly<Record<string, Layer.Layer<RunStore>>> = {
  store_unavailable: failing(new StoreUnavailable({ message: "The database does not answer." })),
  value_not_storable: failing(new ValueNotStorable({ message: "The database does not take it." }))
}

const layer = (store?: Layer.Layer<RunStore>) =>
  Layer.provideMerge(
    runLayer,
    layerEngine({ nodes: lackingNodes, models: LanguageModels.layerNone, ...(store === undefined ? {} : { store }) })
  )

describe("what keeps a run from starting", () => {
  for (const [expected, change] of Object.entries(causes)) {
    it.live(expected, () =>
      Effect.gen(function* () {
        const runner = yield* AppRunner
        if (expected === "too_many_requests") {
          const app = { ...testApp, maxActiveRequests: 1 }
          const codes = yield* Effect.all([1, 2].map(() => Effect.result(runner.start(requestOf({ app, ...change })))))
          expect(codes.map((one) => (one._tag === "Failure" ? one.failure.code : "started"))).toEqual([
            "started",
            expected
          ])
          return
        }
        const error = yield* Effect.flip(runner.start(requestOf(change)))
        expect(`${error.code}: ${error.message}`).toContain(`${expected}: `)
      }).pipe(Effect.provide(layer(failingStores[expected])))
    )
  }

  it("is declared, code by code: nothing more, nothing less", () => {
    const declared = runRefusals.map(({ declaration }) => declaration.code)
    expect(new Set(declared).size).toBe(declared.length)
    expect(Object.keys(causes).toSorted()).toEqual(declared.toSorted())
  })
})
