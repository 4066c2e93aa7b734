import { describe, expect, it } from "@effect/vitest"
import { LanguageModels, RunStore } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Exit, Layer, Scope } from "effect"
import { greeting, type TestContent } from "../stream/_test_workflows.ts"
import { requestOf, versionOf } from "./_test_app.ts"
import { ActiveRuns } from "./active_runs.ts"
import { AppRunner } from "./app_runner.ts"
import { runLayer } from "./run_layer.ts"

const layer = (delay: "0 millis" | "1 minute") =>
  runLayer.pipe(
    Layer.provideMerge(layerEngine({ models: LanguageModels.layerScripted([{ text: "Hello Ada", delay }]) }))
  )

describe("AppRunner", () => {
  it.live("writes into the run's record whose it is, what ran and who started it", () =>
    Effect.gen(function* () {
      const active = yield* (yield* AppRunner).start(requestOf())
      expect((yield* active.run.result).outputs).toEqual({ answer: "Hello Ada" })
      expect((yield* (yield* RunStore).find(active.run.id))?.accepted).toMatchObject({
        tenantId: "t",
        appId: "a",
        workflowId: "w",
        trigger: "debugging",
        createdBy: { role: "account", id: "me" },
        system: { user_id: "me", app_id: "a", workflow_id: "w" }
      })
    }).pipe(Effect.provide(layer("0 millis")))
  )

  it.live("runs what the draft says now, not what it said before", () =>
    Effect.gen(function* () {
      const runner = yield* AppRunner
      const run = (answer: string) => {
        const content = JSON.parse(JSON.stringify(greeting).replace('"variable":"answer"', `"variable":"${answer}"`))
        return Effect.flatMap(
          runner.start(requestOf({ workflow: versionOf(content) })),
          ({ run: { result } }) => result
        )
      }
      expect((yield* run("first")).outputs).toEqual({ first: "Hello Ada" })
      expect((yield* run("second")).outputs).toEqual({ second: "Hello Ada" })
    }).pipe(Effect.provide(layer("0 millis")))
  )

  it.live("refuses with the specific code, and gives the place back", () =>
    Effect.gen(function* () {
      const runner = yield* AppRunner
      const active = yield* ActiveRuns
      const cyclic: TestContent = {
        ...greeting,
        graph: JSON.parse(
          JSON.stringify(greeting.graph).replace(
            /"edges":\[/,
            '"edges":[{"source":"e","target":"m","sourceHandle":"source"},'
          )
        )
      }
      const codes = yield* Effect.forEach(
        [
          requestOf({ inputs: {} }),
          requestOf({ inputs: { name: "x".repeat(49) } }),
          requestOf({ workflow: versionOf(cyclic) }),
          requestOf({ workflow: versionOf({ ...greeting, graph: {} }) }),
          requestOf({ workflow: versionOf({ ...greeting, environmentVariables: [{ name: "x" }] }) }),
          requestOf({ files: [{ transfer_method: "local_file", path: "/etc/passwd" }] })
        ],
        (refused) => Effect.map(Effect.flip(runner.start(refused)), ({ code }) => code)
      )
      expect(codes).toEqual([
        "input_required",
        "input_too_long",
        "graph_cycle",
        "graph_nodes_invalid",
        "dsl_environment_variable_invalid",
        "input_file_invalid"
      ])
      expect(yield* active.count).toBe(0)
    }).pipe(Effect.provide(layer("0 millis")))
  )

  it.live("of many starts at once no more than the app's limit win", () =>
    Effect.gen(function* () {
      const runner = yield* AppRunner
      const started = yield* Effect.all(
        Array.from({ length: 20 }, () => Effect.result(runner.start(requestOf()))),
        { concurrency: "unbounded" }
      )
      const codes = started.map((one) => (one._tag === "Success" ? "started" : one.failure.code))
      expect(codes.filter((code) => code === "started")).toHaveLength(2)
      expect(codes.filter((code) => code === "too_many_requests")).toHaveLength(18)
    }).pipe(Effect.provide(layer("1 minute")))
  )

  it.live("stops a run only for its own app, and closes while runs work", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(layer("1 minute"), scope)
      const ended = yield* Effect.gen(function* () {
        const runner = yield* AppRunner
        const [first, second] = [yield* runner.start(requestOf()), yield* runner.start(requestOf())]
        yield* runner.stop({ tenantId: "t", appId: "other" }, first.run.id)
        yield* runner.stop({ tenantId: "other", appId: "a" }, first.run.id)
        yield* runner.stop({ tenantId: "t", appId: "a" }, first.run.id)
        expect(yield* (yield* ActiveRuns).count).toBe(2)
        yield* runner.stop({ tenantId: "t", appId: "a" }, first.run.id)
        expect((yield* first.run.result).status).toBe("stopped")
        return second
      }).pipe(Effect.provide(context))
      yield* Effect.timeout(Scope.close(scope, Exit.void), "4 seconds")
      expect((yield* ended.run.result).status).toBe("stopped")
    })
  )
})
