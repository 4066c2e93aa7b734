import { request } from "node:http"
import { describe, expect, it } from "@effect/vitest"
import { AppKeyStore, defineNode, RunStore, WorkflowRunner } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Context, Deferred, Effect, Layer, Schedule, Schema } from "effect"
import { ActiveRuns } from "../run/active_runs.ts"
import { send } from "../serve/_test_client.ts"
import { greeting } from "../stream/_test_workflows.ts"
import { openRequest, openStream } from "./_test_open_stream.ts"
import { startService } from "./_test_service.ts"

const body = { inputs: { name: "Ada" }, user: "ada" }

describe("the life of a run", () => {
  it.live("does not depend on its reader: one who leaves stops nothing, and nothing of the run is kept", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "one two three", delay: "50 millis" }])
      const { app, token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const active = Context.get(service.context, ActiveRuns)
      const reading = yield* openStream(service.port, token)
      expect(reading.response.headers).toMatchObject({
        "content-type": "text/event-stream",
        "cache-control": "no-cache"
      })
      const task = yield* reading.taskId
      const run = yield* active.findRun({ tenantId: app.tenantId, appId: app.id }, task)
      yield* reading.leave
      expect(yield* active.count).toBe(1)
      yield* Effect.repeat(active.count, { schedule: Schedule.spaced(20), until: (count) => count === 0 })
      const store = Context.get(service.context, RunStore)
      const summary = yield* store.summary({ tenantId: app.tenantId, appId: app.id }, run?.run.id ?? "")
      expect(summary).toMatchObject({ status: "succeeded", outputs: { answer: "one two three" }, trigger: "app-run" })
    }).pipe(Effect.scoped)
  )

  it.live("does not depend on one who waits for it either", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "one two three", delay: "50 millis" }])
      const { app, token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const active = Context.get(service.context, ActiveRuns)
      const asked = request({
        port: service.port,
        host: "127.0.0.1",
        path: "/v1/workflows/run",
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        agent: false
      })
      asked.on("error", () => undefined)
      asked.end(JSON.stringify(body))
      yield* Effect.repeat(active.count, { schedule: Schedule.spaced(5), until: (count) => count === 1 })
      asked.destroy()
      yield* Effect.repeat(active.count, { schedule: Schedule.spaced(20), until: (count) => count === 0 })
      const place = { tenantId: app.tenantId, appId: app.id }
      const store = Context.get(service.context, RunStore)
      const { items } = yield* store.page({ ...place, limit: 9 })
      expect(items).toMatchObject([{ status: "succeeded" }])
      const summary = yield* store.summary(place, items[0]?.id ?? "")
      expect(summary?.outputs).toEqual({ answer: "one two three" })
    }).pipe(Effect.scoped)
  )

  it.live("counts: beyond the app's limit of runs at a time a run is refused with 429, until one has ended", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ call: 1, text: "slow", delay: "1 minute" }, { text: "Hello" }])
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, greeting, { maxActiveRequests: 1 })
      const other = yield* service.publish(id, greeting, { maxActiveRequests: 1 })
      const run = (key: string, given: unknown = body) =>
        send(service.port, "/v1/workflows/run", {
          method: "POST",
          headers: { authorization: `Bearer ${key}` },
          body: given
        })
      const first = yield* openStream(service.port, token)
      const task = yield* first.taskId
      expect((yield* run(token)).json).toMatchObject({ code: "too_many_requests", status: 429 })
      expect((yield* run(other.token)).status).toBe(200)
      yield* send(service.port, `/v1/workflows/tasks/${task}/stop`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: { user: "ada" }
      })
      yield* first.rest
      expect((yield* run(token)).status).toBe(200)
      // A refused run gives its place back.
      for (let refused = 0; refused < 3; refused++) {
        expect((yield* run(token, { ...body, inputs: {} })).status).toBe(400)
      }
      expect((yield* run(token)).status).toBe(200)
    }).pipe(Effect.scoped)
  )

  it.live("can be followed: a second reader with the snapshot gets everything, one without only what comes", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "one two three four", delay: "200 millis" }])
      const { app, token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const first = yield* openStream(service.port, token)
      const task = yield* first.taskId
      const run = yield* Context.get(service.context, ActiveRuns).findRun(
        { tenantId: app.tenantId, appId: app.id },
        task
      )
      yield* Effect.sleep(250)
      const follow = (query: string) =>
        send(service.port, `/v1/workflow/${run?.run.id}/events?user=ada${query}`, {
          headers: { authorization: `Bearer ${token}` }
        })
      const [whole, rest] = yield* Effect.all([follow("&include_state_snapshot=True"), follow("")], {
        concurrency: "unbounded"
      })
      expect(whole.text).toBe(yield* first.rest)
      expect(rest.text.startsWith("event: ping\n\n")).toBe(true)
      expect(rest.text).not.toContain("workflow_started")
      expect(rest.text).toContain("workflow_finished")
    }).pipe(Effect.scoped)
  )

  it.live("can be followed when nothing that this server knows has started it", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "one two", delay: "300 millis" }])
      const { app, token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const place = { tenantId: app.tenantId, appId: app.id }
      const endUser = yield* Context.get(service.context, AppKeyStore).endUser(place, "ada")
      // Started past the server: nothing there knows it but the engine and the store.
      const run = yield* Context.get(service.context, WorkflowRunner).start(
        { data: { app: { mode: "workflow" }, workflow: greeting } },
        { ...place, inputs: { name: "Ada" }, createdBy: { role: "end_user", id: endUser.id } }
      )
      const followed = yield* openRequest({
        port: service.port,
        token,
        path: `/v1/workflow/${run.id}/events?user=ada&include_state_snapshot=true`
      })
      const text = yield* followed.rest
      expect(text.startsWith('event: ping\n\ndata: {"event":"workflow_started"')).toBe(true)
      expect(text).toContain('"event":"text_chunk"')
      expect(text.trimEnd().split("\n").at(-1)).toMatch(/"event":"workflow_finished".*"status":"succeeded"/)
      expect(yield* Context.get(service.context, ActiveRuns).count).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("can be followed to its end where the node types are missing that it is made of", () =>
    Effect.gen(function* () {
      const service = yield* startService([])
      const { app, token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const place = { tenantId: app.tenantId, appId: app.id }
      const endUser = yield* Context.get(service.context, AppKeyStore).endUser(place, "ada")
      const held = yield* Deferred.make<void>()
      const hostNode = defineNode({
        type: "acme/waits",
        version: "1",
        kind: "executable",
        summary: "Waits until it is told.",
        config: Schema.Struct({}),
        outputs: () => [],
        errors: [],
        example: { config: {}, outputs: {} },
        run: () => Effect.as(Deferred.await(held), { outputs: {} })
      })
      const store = Layer.succeed(RunStore, Context.get(service.context, RunStore))
      const host = yield* Layer.build(layerEngine({ store, nodes: [hostNode] }))
      const nodes = [
        { id: "s", data: { type: "start", variables: [] } },
        { id: "w", data: { type: "acme/waits" } }
      ]
      const workflow = { graph: { nodes, edges: [{ source: "s", target: "w" }] } }
      const run = yield* Context.get(host, WorkflowRunner).start(
        { data: { app: { mode: "workflow" }, workflow } },
        { ...place, createdBy: { role: "end_user", id: endUser.id } }
      )
      const followed = yield* openRequest({
        port: service.port,
        token,
        path: `/v1/workflow/${run.id}/events?user=ada&include_state_snapshot=true`
      })
      yield* followed.readUntil("event: ping")
      yield* Deferred.succeed(held, undefined)
      const text = yield* followed.rest
      expect(text.match(/"event":"[^"]+"/g)).toEqual(['"event":"workflow_finished"'])
      expect(text).toContain('"status":"succeeded"')
    }).pipe(Effect.scoped)
  )
})
