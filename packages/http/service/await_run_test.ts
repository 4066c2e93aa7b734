import { assert, describe, it } from "@effect/vitest"
import { WorkflowRunner } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { awaitRun } from "./await_run.ts"

const text = `
app: { mode: workflow, name: echo }
kind: app
version: "0.6.0"
workflow:
  graph:
    nodes:
      - { id: start, data: { type: start, title: S, variables: [{ variable: name, label: N, type: text-input }] } }
      - { id: end, data: { type: end, title: E, outputs: [{ variable: out, value_selector: [start, name] }] } }
    edges:
      - { source: start, target: end, sourceHandle: source }
`

describe("awaitRun", () => {
  it.effect("answers without making the events of the run, which nobody reads", () =>
    Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const run = yield* runner.start({ text }, { inputs: { name: "Ada" } })
      const unread = { ...run, events: Stream.die("the events were read") }
      const response = yield* awaitRun(
        {
          run: unread,
          tenantId: "tenant",
          appId: "app",
          workflowId: "workflow",
          starter: { role: "end_user", id: "u", user: "u" },
          chat: undefined
        },
        () => null
      )
      const body: unknown = yield* Effect.promise(() => HttpServerResponse.toWeb(response).json())
      assert.nestedPropertyVal(body, "data.outputs.out", "Ada")
      assert.nestedPropertyVal(body, "data.created_at", Math.floor(run.startedAt / 1000))
    }).pipe(Effect.provide(layerEngine()))
  )
})
