import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { datasource } from "../node/datasource.ts"
import { end } from "../node/end.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { triggerPlugin } from "../node/trigger_plugin.ts"
import { triggerSchedule } from "../node/trigger_schedule.ts"
import { triggerWebhook } from "../node/trigger_webhook.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

const layer = WorkflowRunner.layer.pipe(
  Layer.provide(NodeRegistry.layer([start, end, triggerWebhook, triggerSchedule, triggerPlugin, datasource])),
  Layer.provideMerge(engineLayer)
)

interface Data {
  readonly [name: string]: unknown
}

const schedule: Data = { type: "trigger-schedule", mode: "cron", cron_expression: "@daily" }
const hook: Data = {
  type: "trigger-webhook",
  method: "post",
  body: [{ name: "title" }, { name: "photo", type: "file" }]
}

/** Every root leads to the one end. */
const fileOf = (roots: Readonly<Record<string, Data>>, outputs: Data, kind = "app"): string => {
  const ids = Object.keys(roots)
  const shown = Object.entries(outputs).map(([variable, value_selector]) => ({ variable, value_selector }))
  return JSON.stringify({
    kind,
    ...(kind === "app" ? { app: { mode: "workflow", name: "t" } } : { rag_pipeline: { name: "Pipeline" } }),
    workflow: {
      graph: {
        nodes: [
          ...ids.map((id) => ({ id, data: { title: id, ...roots[id] } })),
          { id: "end", data: { type: "end", title: "end", outputs: shown } }
        ],
        edges: ids.map((source) => ({ source, target: "end" }))
      }
    }
  })
}

const ran = (text: string, inputs: Data, root?: string) =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const workflow = yield* runner.load({ text }, root === undefined ? {} : { root })
    const { status, outputs } = yield* runner.run(workflow, { inputs })
    return { name: workflow.name, status, outputs: { ...outputs }, warnings: workflow.warnings.map(({ code }) => code) }
  }).pipe(Effect.provide(layer))

describe("a run that starts at a trigger", () => {
  it.effect("takes its inputs as they come, mappings of files as files", () =>
    Effect.gen(function* () {
      const text = fileOf(
        { hook },
        { title: ["hook", "title"], photo: ["hook", "photo"], user: ["hook", "sys.user_id"] }
      )
      const photo = { transfer_method: "remote_url", url: "https://example.com/a.png" }
      const { status, outputs } = yield* ran(text, { webhook_data: { body: { title: "Tea" }, files: { photo } } })
      assert.strictEqual(status, "succeeded")
      expect([outputs.title, outputs.user]).toEqual(["Tea", "local"])
      expect(outputs.photo).toMatchObject({ filename: "a.png", type: "image" })
    })
  )

  it.effect("starts at the first of several, or at the chosen one; the others never run", () =>
    Effect.gen(function* () {
      const text = fileOf({ hook, clock: schedule }, { title: ["hook", "title"], at: ["clock", "at"] })
      const first = yield* ran(text, { body: { title: "Tea" }, at: 9 })
      expect(first).toMatchObject({ status: "succeeded", outputs: { title: "Tea", at: null }, warnings: [] })
      const second = yield* ran(text, { body: { title: "Tea" }, at: 9 }, "clock")
      expect(second).toMatchObject({ status: "succeeded", outputs: { title: null, at: 9 } })
      const wrong = yield* Effect.flip(ran(text, {}, "clok"))
      assert.strictEqual(wrong.code, "graph_root_missing")
      assert.include(JSON.stringify(wrong.params), 'Did you mean \\"clock\\"?')
    })
  )

  it.effect("of a plugin puts out what the event says", () =>
    Effect.gen(function* () {
      const plugin = { type: "trigger-plugin", plugin_id: "p", provider_id: "p/p/p", event_name: "e" }
      const { outputs } = yield* ran(fileOf({ plugin }, { order: ["plugin", "order"] }), { order: { id: 7 } })
      expect(outputs).toEqual({ order: { id: 7 } })
    })
  )

  it.effect("is a RAG pipeline when it starts at a data source", () =>
    Effect.gen(function* () {
      const source = { type: "datasource", plugin_id: "p", provider_name: "web", provider_type: "website_crawl" }
      const text = fileOf({ source }, { content: ["source", "content"] }, "rag_pipeline")
      const { name, outputs } = yield* ran(text, { datasource_info: { content: "Welcome" } })
      expect([name, outputs]).toEqual(["Pipeline", { content: "Welcome" }])
    })
  )

  it.effect("hostile inputs that can be no value keep it from starting", () =>
    Effect.gen(function* () {
      const circle: Record<string, unknown> = {}
      circle.self = circle
      for (const inputs of [circle, { a: () => 1 }, { a: new Map() }]) {
        assert.match((yield* Effect.flip(ran(fileOf({ hook }, {}), inputs))).code, /^value_/)
      }
    })
  )
})
