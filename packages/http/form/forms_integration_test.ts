import { describe, expect, it } from "@effect/vitest"
import { Context, Effect, Fiber } from "effect"
import { ActiveRuns } from "../run/active_runs.ts"
import { asking } from "../stream/_test_workflows.ts"
import { makeAsking, names, recordsOf } from "./_test_asking.ts"

describe("a run that waits for somebody, over the service API", () => {
  it.live("streams its form and its pause, takes the answer, and goes on where somebody follows it", () =>
    Effect.gen(function* () {
      const { ask, paused, answer } = yield* makeAsking()
      const { records, runId, task, token } = yield* paused
      expect(names(records)).toEqual([
        "workflow_started",
        "node_started",
        "node_finished",
        "node_started",
        "human_input_required",
        "workflow_paused"
      ])
      const form = {
        form_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        node_id: "q",
        node_title: "The q",
        form_content: "Publish Ada? {{#$output.note#}}",
        inputs: [{ type: "paragraph", output_variable_name: "note", default: null }],
        actions: [
          { id: "yes", title: "Yes", button_style: "primary" },
          { id: "no", title: "No", button_style: "default" }
        ],
        display_in_ui: true,
        form_token: expect.stringMatching(/^[\w-]{86}$/),
        resolved_default_values: {},
        expiration_time: expect.any(Number)
      }
      expect(records[4]?.data).toEqual(form)
      expect(records[5]?.data).toMatchObject({
        workflow_run_id: runId,
        paused_nodes: ["q"],
        outputs: {},
        status: "paused",
        reasons: [{ TYPE: "human_input_required", ...form }]
      })
      expect((yield* ask(`/workflows/run/${runId}`)).json).toMatchObject({ status: "paused", outputs: {} })

      const shown = yield* ask(`/form/human_input/${token}`)
      expect(shown).toMatchObject({ status: 200 })
      expect(shown.json).toEqual({
        form_content: form.form_content,
        inputs: form.inputs,
        resolved_default_values: {},
        user_actions: form.actions,
        expiration_time: form.expiration_time
      })

      const following = yield* Effect.forkChild(ask(`/workflow/${runId}/events?user=ada`))
      const whole = yield* Effect.forkChild(ask(`/workflow/${runId}/events?user=ada&include_state_snapshot=true`))
      yield* Effect.sleep(100)
      const answered = yield* answer(token)
      expect([answered.status, answered.json]).toEqual([200, {}])
      const rest = recordsOf((yield* Fiber.join(following)).text)
      expect(names(rest)).toEqual([
        "workflow_started",
        "human_input_form_filled",
        "text_chunk",
        "node_finished",
        "node_started",
        "node_finished",
        "workflow_finished"
      ])
      expect(rest[0]).toMatchObject({ task_id: task, data: { id: runId, reason: "resumption" } })
      expect(rest[1]?.data).toEqual({
        node_id: "q",
        node_title: "The q",
        rendered_content: "Publish Ada? now",
        action_id: "yes",
        action_text: "Yes",
        submitted_data: { note: "now" }
      })
      expect(rest[3]?.data).toMatchObject({ outputs: { __action_id: "yes" } })
      expect(rest.at(-1)?.data).toMatchObject({ status: "succeeded", outputs: { answer: "now" } })
      expect(rest.at(-1)?.data?.elapsed_time).toBeLessThan(0.1)
      expect(names(recordsOf((yield* Fiber.join(whole)).text))).toEqual([...names(records), ...names(rest)])
    }).pipe(Effect.scoped)
  )

  it.live("answers a caller who waits at once, with what it asks", () =>
    Effect.gen(function* () {
      const { ask, answer } = yield* makeAsking()
      const { json } = yield* ask("/workflows/run", { inputs: { name: "Ada" }, user: "ada" })
      expect(json).toMatchObject({
        data: {
          status: "paused",
          outputs: {},
          error: null,
          finished_at: null,
          paused_nodes: ["q"],
          reasons: [{ TYPE: "human_input_required", node_id: "q", form_token: expect.any(String) }]
        }
      })
      const token = /"form_token":"([^"]+)"/.exec(JSON.stringify(json))?.[1] ?? ""
      expect((yield* answer(token, "no")).status).toBe(200)
    }).pipe(Effect.scoped)
  )

  it.live("refuses an answer that does not fit, and leaves the form open; the first answer wins", () =>
    Effect.gen(function* () {
      const { paused, answer, ask } = yield* makeAsking()
      const { token } = yield* paused
      const refused = yield* Effect.all([
        answer(token, "maybe"),
        answer(token, "yes", {}),
        answer(token, "yes", { note: 1 })
      ])
      expect(refused.map(({ json }) => json)).toMatchObject([
        { code: "invalid_form_data", status: 400, message: "Invalid action: maybe" },
        { code: "invalid_form_data", message: "Missing required inputs: note" },
        { code: "invalid_form_data", params: { code: "human_input_field_invalid" } }
      ])
      expect((yield* ask(`/form/human_input/${token}`, { action: "yes", inputs: {} })).json).toMatchObject({
        code: "invalid_param"
      })
      const both = yield* Effect.all([answer(token), answer(token)], { concurrency: 2 })
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
      for (const again of [yield* answer(token), yield* ask(`/form/human_input/${token}`)]) {
        expect(again.json).toMatchObject({ code: "human_input_form_submitted", status: 412 })
      }
    }).pipe(Effect.scoped)
  )

  it.live("has no token for a form that is not delivered to the web", () =>
    Effect.gen(function* () {
      const { paused } = yield* makeAsking(asking({ delivery_methods: [] }))
      const { records } = yield* paused
      expect(records.at(-2)?.data).toMatchObject({ form_token: null, display_in_ui: false })
    }).pipe(Effect.scoped)
  )

  it.live("goes on by its timeout, and says so; who comes later is too late", () =>
    Effect.gen(function* () {
      const { paused, ask, answer } = yield* makeAsking(asking({ timeout: 0 }))
      const { token, runId } = yield* paused
      const following = recordsOf((yield* ask(`/workflow/${runId}/events?user=ada&include_state_snapshot=true`)).text)
      expect(names(following)).toContain("human_input_form_timeout")
      expect(following.at(-1)).toMatchObject({ event: "workflow_finished", data: { status: "succeeded" } })
      expect((yield* answer(token)).json).toMatchObject({ code: "human_input_form_expired", status: 412 })
      expect((yield* ask(`/form/human_input/${token}`)).json).toMatchObject({ code: "human_input_form_expired" })
    }).pipe(Effect.scoped)
  )

  it.live("is stopped while it waits, takes nobody's place meanwhile, and is forgotten at its end", () =>
    Effect.gen(function* () {
      const { paused, ask, answer, context, app } = yield* makeAsking()
      const active = Context.get(context, ActiveRuns)
      const { token, task, runId } = yield* paused
      yield* Effect.repeat(active.count, { until: (count) => count === 0 })
      const address = { tenantId: app.tenantId, appId: app.id }
      expect(yield* active.findRun(address, runId)).toBeDefined()
      expect((yield* ask(`/workflows/tasks/${task}/stop`, { user: "ada" })).json).toEqual({ result: "success" })
      expect((yield* ask(`/workflows/run/${runId}`)).json).toMatchObject({ status: "stopped" })
      expect((yield* answer(token)).json).toMatchObject({ code: "human_input_form_expired" })
      yield* Effect.repeat(active.findRun(address, runId), { until: (found) => found === undefined })
      expect(yield* active.count).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("goes on in a stream that continues on pauses, to its end", () =>
    Effect.gen(function* () {
      const twice = asking()
      const { nodes, edges } = JSON.parse(JSON.stringify(twice.graph))
      const second = { ...nodes[1], id: "r" }
      const graph = {
        nodes: [...nodes, second],
        edges: [edges[0], { source: "q", target: "r", sourceHandle: "yes" }, { ...edges[1], source: "r" }]
      }
      const { paused, ask, answer } = yield* makeAsking({ ...twice, graph })
      const { token, runId } = yield* paused
      const all = yield* Effect.forkChild(ask(`/workflow/${runId}/events?user=ada&continue_on_pause=true`))
      const one = yield* Effect.forkChild(ask(`/workflow/${runId}/events?user=ada`))
      yield* Effect.sleep(100)
      yield* answer(token)
      const until = recordsOf((yield* Fiber.join(one)).text)
      expect(until.at(-1)?.event).toBe("workflow_paused")
      const next = until.find(({ event }) => event === "human_input_required")
      yield* answer(String(next?.data?.form_token))
      const whole = recordsOf((yield* Fiber.join(all)).text)
      expect(names(whole).filter((name) => name.startsWith("workflow_"))).toEqual([
        "workflow_started",
        "workflow_paused",
        "workflow_started",
        "workflow_finished"
      ])
    }).pipe(Effect.scoped)
  )
})
