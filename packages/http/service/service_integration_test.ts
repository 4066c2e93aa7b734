import { describe, expect, it } from "@effect/vitest"
import { ModelServerFailed } from "@flowglass/core/error"
import { Context, Effect } from "effect"
import { ActiveRuns } from "../run/active_runs.ts"
import { send } from "../serve/_test_client.ts"
import { failing, greeting } from "../stream/_test_workflows.ts"
import { runByClient } from "./_test_dify_client.ts"
import { openStream } from "./_test_open_stream.ts"
import { startService } from "./_test_service.ts"

const hello = [{ text: "Hello Ada" }]
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const dataLines = (text: string): ReadonlyArray<{ readonly event: string; readonly [name: string]: unknown }> =>
  text.split("\n\n").flatMap((record) => (record.startsWith("data: ") ? [JSON.parse(record.slice(6))] : []))

describe("dify-client 2.3.2", () => {
  it.live("runs a published workflow and waits for it: Dify's body, exactly", () =>
    Effect.gen(function* () {
      const service = yield* startService(hello)
      const { id } = yield* service.workspace("one")
      const { token, version } = yield* service.publish(id, greeting)
      const answer = yield* runByClient(service.port, token, { name: "Ada" })
      expect(answer).toEqual({
        status: 200,
        data: {
          task_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          workflow_run_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          data: {
            id: expect.any(String),
            workflow_id: version.id,
            status: "succeeded",
            outputs: { answer: "Hello Ada" },
            error: null,
            elapsed_time: expect.any(Number),
            total_tokens: expect.any(Number),
            total_steps: 3,
            created_at: expect.any(Number),
            finished_at: expect.any(Number)
          }
        }
      })
    }).pipe(Effect.scoped)
  )

  it.live("streams: a ping first, records without event lines, the end last", () =>
    Effect.gen(function* () {
      const service = yield* startService(hello)
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, greeting)
      const { status, data } = yield* runByClient(service.port, token, { name: "Ada" }, { stream: true })
      const text = String(data)
      expect(status).toBe(200)
      expect(text.startsWith('event: ping\n\ndata: {"event":"workflow_started"')).toBe(true)
      expect(text.replaceAll("event: ping\n\n", "")).toMatch(/^(?:data: \{.*\}\n\n)+$/)
      const records = dataLines(text)
      expect(records.map(({ event }) => event)).toEqual([
        "workflow_started",
        "node_started",
        "node_finished",
        "node_started",
        "text_chunk",
        "text_chunk",
        "node_finished",
        "node_started",
        "node_finished",
        "workflow_finished"
      ])
      expect(records[0]).toMatchObject({ data: { inputs: { name: "Ada", "sys.user_id": "ada" }, reason: "initial" } })
      expect(records.at(-1)).toMatchObject({ data: { created_by: { user: "ada" }, exceptions_count: 0, files: [] } })
    }).pipe(Effect.scoped)
  )

  it.live("reads the code of a failure, in both modes before the first byte", () =>
    Effect.gen(function* () {
      const service = yield* startService(hello)
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, greeting)
      const body = {
        code: "input_required",
        message: "name is required in input form",
        status: 400,
        params: { variable: "name" }
      }
      const waited = yield* runByClient(service.port, token, {})
      const streamed = yield* runByClient(service.port, token, {}, { stream: true })
      expect(waited).toEqual({ status: 400, data: body })
      expect(streamed.status).toBe(400)
      expect(JSON.parse(String(streamed.data))).toEqual(body)
      expect(yield* runByClient(service.port, "app-none", {})).toMatchObject({
        status: 401,
        data: { code: "unauthorized" }
      })
    }).pipe(Effect.scoped)
  )

  it.live("gets a run that failed inside a node as data with status 200", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ error: new ModelServerFailed({ message: "the model is down" }) }])
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, failing())
      const answer = yield* runByClient(service.port, token, {})
      expect(answer).toMatchObject({ status: 200, data: { data: { status: "failed", error: "the model is down" } } })
    }).pipe(Effect.scoped)
  )
})

describe("the service API", () => {
  it.live("tells of a run by its id, inputs as text and outputs as an object", () =>
    Effect.gen(function* () {
      const service = yield* startService(hello)
      const { id } = yield* service.workspace("one")
      const { token, version } = yield* service.publish(id, greeting)
      const body = { inputs: { name: "Ada" }, user: "ada" }
      const headers = bearer(token)
      const ran = yield* send(service.port, `/v1/workflows/${version.id}/run`, { method: "POST", headers, body })
      expect(ran.status).toBe(200)
      const run = JSON.parse(ran.text).workflow_run_id
      const detail = yield* send(service.port, `/v1/workflows/run/${run}`, { headers })
      expect(detail.json).toEqual({
        id: run,
        workflow_id: version.id,
        status: "succeeded",
        inputs: '{"name":"Ada"}',
        outputs: { answer: "Hello Ada" },
        error: null,
        total_steps: 3,
        total_tokens: expect.any(Number),
        created_at: expect.any(Number),
        finished_at: expect.any(Number),
        elapsed_time: expect.any(Number)
      })
      const followed = yield* send(service.port, `/v1/workflow/${run}/events?user=ada`, { headers })
      expect(dataLines(followed.text)).toMatchObject([{ event: "workflow_finished", task_id: run }])
      const stranger = yield* send(service.port, `/v1/workflow/${run}/events?user=eve`, { headers })
      expect(stranger.json).toMatchObject({ code: "workflow_run_not_found", status: 404 })
    }).pipe(Effect.scoped)
  )

  it.live("tells of the app: welcome, info, parameters, meta, site", () =>
    Effect.gen(function* () {
      const service = yield* startService(hello)
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, greeting)
      const ask = (path: string) => Effect.map(send(service.port, path, { headers: bearer(token) }), ({ json }) => json)
      expect((yield* send(service.port, "/v1/")).json).toMatchObject({ welcome: "Dify OpenAPI", api_version: "v1" })
      expect(yield* ask("/v1/info")).toEqual({
        name: "Test",
        description: "",
        tags: [],
        mode: "workflow",
        author_name: null
      })
      expect(yield* ask("/v1/meta")).toEqual({ tool_icons: {} })
      expect(yield* ask("/v1/parameters?user=ada")).toMatchObject({
        user_input_form: [
          { "text-input": { label: "Name", variable: "name", required: true, default: null, max_length: 48 } }
        ],
        speech_to_text: { enabled: false },
        file_upload: { image: { enabled: false } }
      })
      expect(yield* ask("/v1/site")).toMatchObject({ title: "Test", default_language: "en-US" })
    }).pipe(Effect.scoped)
  )

  it.live("stops a run by its task, and the stream says so", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "never", delay: "1 minute" }])
      const { id } = yield* service.workspace("one")
      const { token } = yield* service.publish(id, greeting)
      const streaming = yield* openStream(service.port, token)
      const task = yield* streaming.taskId
      const stopped = yield* send(service.port, `/v1/workflows/tasks/${task}/stop`, {
        method: "POST",
        headers: bearer(token),
        body: { user: "somebody else" }
      })
      expect(stopped.json).toEqual({ result: "success" })
      expect(dataLines(yield* streaming.rest).at(-1)).toMatchObject({
        event: "workflow_finished",
        data: { status: "stopped", error: "Stopped by user." }
      })
      expect(yield* Context.get(service.context, ActiveRuns).count).toBe(0)
    }).pipe(Effect.scoped)
  )
})
