import { describe, expect, it } from "@effect/vitest"
import { Context, Effect } from "effect"
import { ActiveRuns } from "../run/active_runs.ts"
import { send, type TestRequest } from "../serve/_test_client.ts"
import { greeting } from "../stream/_test_workflows.ts"
import { openStream } from "./_test_open_stream.ts"
import { startService } from "./_test_service.ts"

const unknownId = "00000000-0000-4000-8000-000000000000"

/** What an answer says, without what differs for every request. */
const said = ({ status, text, headers }: { status: number; text: string; headers: { [name: string]: unknown } }) => ({
  status,
  text,
  type: headers["content-type"]
})

describe("keys of two workspaces", () => {
  it.live("see nothing of each other: foreign ids answer byte for byte like ids that never were", () =>
    Effect.gen(function* () {
      const service = yield* startService([
        { call: 1, text: "Hello" },
        { text: "never", delay: "1 minute" }
      ])
      const mine = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const other = yield* service.publish((yield* service.workspace("two")).id, greeting)
      const ask = (token: string, path: string, options: TestRequest = {}) =>
        Effect.map(send(service.port, path, { ...options, headers: { authorization: `Bearer ${token}` } }), said)
      const body = { inputs: { name: "Ada" }, user: "ada" }
      const ran = yield* ask(mine.token, "/v1/workflows/run", { method: "POST", body })
      const finished = String(JSON.parse(ran.text).workflow_run_id)
      const working = yield* openStream(service.port, mine.token)
      const task = yield* working.taskId
      const active = yield* Context.get(service.context, ActiveRuns).findRun(
        { tenantId: mine.app.tenantId, appId: mine.app.id },
        task
      )
      const run = active?.run.id ?? ""

      const routes: ReadonlyArray<readonly [string, TestRequest, ReadonlyArray<string>]> = [
        ["/v1/workflows/run/ID", {}, [finished, run]],
        ["/v1/workflow/ID/events?user=ada", {}, [finished, run]],
        ["/v1/workflows/tasks/ID/stop", { method: "POST", body: { user: "ada" } }, [task, run, finished]],
        ["/v1/workflows/ID/run", { method: "POST", body }, [mine.version.id]]
      ]
      for (const [path, options, ids] of routes) {
        const never = yield* ask(other.token, path.replace("ID", unknownId), options)
        for (const id of ids) {
          expect(yield* ask(other.token, path.replace("ID", id), options), path).toEqual(never)
        }
      }
      expect(yield* ask(other.token, `/v1/workflows/run/${unknownId}`)).toEqual({
        status: 404,
        text: '{"code":"workflow_run_not_found","message":"Workflow run not found.","status":404}',
        type: "application/json"
      })

      // The foreign stop did nothing: the run still works until its own app stops it.
      expect((yield* ask(mine.token, `/v1/workflows/run/${run}`)).text).toContain('"status":"running"')
      yield* ask(mine.token, `/v1/workflows/tasks/${task}/stop`, { method: "POST", body: { user: "ada" } })
      expect(yield* working.rest).toContain('"status":"stopped"')
    }).pipe(Effect.scoped)
  )

  it.live("of one workspace's two apps see nothing of each other either", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "Hello" }])
      const { id } = yield* service.workspace("one")
      const mine = yield* service.publish(id, greeting)
      const other = yield* service.publish(id, greeting)
      const headers = { authorization: `Bearer ${mine.token}` }
      const body = { inputs: { name: "Ada" }, user: "ada" }
      const ran = yield* send(service.port, "/v1/workflows/run", { method: "POST", headers, body })
      const run = String(JSON.parse(ran.text).workflow_run_id)
      const seen = yield* send(service.port, `/v1/workflows/run/${run}`, {
        headers: { authorization: `Bearer ${other.token}` }
      })
      expect(seen.json).toMatchObject({ code: "workflow_run_not_found", status: 404 })
    }).pipe(Effect.scoped)
  )
})
