import { describe, expect, it } from "@effect/vitest"
import { layerMemoryStores, RunStore } from "@flowglass/core"
import { Context, Effect, Fiber, Layer } from "effect"
import { startServer } from "../_test_server.ts"
import { api } from "../_test_story.ts"
import { makeWorld } from "../_test_world.ts"
import { owner, signIn } from "../console/_test_accounts.ts"
import { pausedDraft, pausedPublished } from "../openapi/_test_paused_run.ts"
import { TestBrowser } from "../serve/_test_client.ts"

const answer = { action: "yes", inputs: { note: "fine" } }

const eventsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/data: \{"event":"([^"]+)"/g)].map(([, name = ""]) => name)

describe("a run that waits for somebody, in the console", () => {
  it.live("shows what it waits for, takes the answer of a member, and streams how it goes on", () =>
    Effect.gen(function* () {
      const { own } = yield* makeWorld()
      const { runId, token } = yield* pausedDraft(own)
      const details = yield* own.browser.send(`${api}/workflow/${runId}/pause-details`)
      expect(details.json).toEqual({
        paused_at: expect.stringMatching(/^\d{4}-.*Z$/),
        paused_nodes: [
          {
            node_id: "q",
            node_title: "The q",
            pause_type: { type: "human_input", form_id: expect.any(String), form_token: token }
          }
        ]
      })
      expect((yield* own.browser.send(`${api}/form/human_input/${token}`)).json).toMatchObject({
        form_content: "Publish Ada? {{#$output.note#}}"
      })
      const following = yield* Effect.forkChild(
        own.browser.send(`${api}/workflow/${runId}/events?include_state_snapshot=true`)
      )
      yield* Effect.sleep(100)
      const sent = yield* own.browser.send(`${api}/form/human_input/${token}`, { method: "POST", body: answer })
      expect([sent.status, sent.json]).toEqual([200, {}])
      const events = eventsOf((yield* Fiber.join(following)).text)
      expect(events.filter((name) => /^(workflow|human)_/.test(name))).toEqual([
        "workflow_started",
        "human_input_required",
        "workflow_paused",
        "workflow_started",
        "human_input_form_filled",
        "workflow_finished"
      ])
      expect((yield* own.browser.send(`${api}/workflow/${runId}/pause-details`)).json).toEqual({
        paused_at: null,
        paused_nodes: []
      })
    }).pipe(Effect.scoped)
  )

  it.live("answers also for runs of the service API, whose own tokens are none here", () =>
    Effect.gen(function* () {
      const { own } = yield* makeWorld()
      const { runId, token } = yield* pausedPublished(own, { delivery_methods: [] })
      expect(token).toBe("")
      const { text } = yield* own.browser.send(`${api}/workflow/${runId}/pause-details`)
      const ofConsole = /"form_token":"([^"]+)"/.exec(text)?.[1] ?? ""
      const sent = yield* own.browser.send(`${api}/form/human_input/${ofConsole}`, { method: "POST", body: answer })
      expect(sent.status).toBe(200)
      const delivered = yield* pausedPublished(own)
      const refused = yield* own.browser.send(`${api}/form/human_input/${delivered.token}`, {
        method: "POST",
        body: answer
      })
      expect(refused.json).toMatchObject({ code: "not_found", message: "Form not found" })
    }).pipe(Effect.scoped)
  )

  it.live("attack: other workspaces, and answers without the CSRF token", () =>
    Effect.gen(function* () {
      const { own, foreign, nora } = yield* makeWorld()
      const { runId, token } = yield* pausedDraft(own)
      for (const path of [`/workflow/${runId}/pause-details`, `/workflow/${runId}/events`]) {
        expect((yield* foreign.browser.send(`${api}${path}`)).json).toMatchObject({ code: "workflow_run_not_found" })
      }
      // Another member sees what a run waits for, but the stream is for the one who started it.
      expect((yield* nora.send(`${api}/workflow/${runId}/pause-details`)).status).toBe(200)
      expect((yield* nora.send(`${api}/workflow/${runId}/events`)).json).toMatchObject({
        code: "workflow_run_not_found"
      })
      const form = `${api}/form/human_input/${token}`
      expect((yield* foreign.browser.send(form)).json).toMatchObject({ code: "not_found" })
      expect((yield* foreign.browser.send(form, { method: "POST", body: answer })).json).toMatchObject({
        code: "not_found"
      })
      const forged = yield* own.browser.send(form, { method: "POST", body: answer, headers: { "x-csrf-token": "" } })
      expect(forged.status).toBe(401)
      expect((yield* own.browser.send(form)).status).toBe(200)
    }).pipe(Effect.scoped)
  )

  it.live("goes on in another process of the same store and key: the form, the stream, the end", () =>
    Effect.gen(function* () {
      const kept = yield* Layer.build(layerMemoryStores())
      const { runId, token, email } = yield* Effect.scoped(
        Effect.gen(function* () {
          const { own } = yield* makeWorld({}, Layer.succeedContext(kept))
          return { ...(yield* pausedDraft(own)), email: own.email }
        })
      )
      expect((yield* Context.get(kept, RunStore).find(runId))?.facts().at(-1)?.kind).toBe("run_paused")
      const { port } = yield* startServer({ stores: Layer.succeedContext(kept) })
      const browser = new TestBrowser(port)
      yield* signIn(browser, "http://localhost", { email, password: owner.password })
      const following = yield* Effect.forkChild(browser.send(`${api}/workflow/${runId}/events`))
      yield* Effect.sleep(100)
      const sent = yield* browser.send(`${api}/form/human_input/${token}`, { method: "POST", body: answer })
      expect(sent.status).toBe(200)
      const { text } = yield* Fiber.join(following)
      expect(eventsOf(text).at(-1)).toBe("workflow_finished")
      // The task of the first process is gone: the run stands for it.
      expect(text).toContain(`"task_id":"${runId}"`)
    }).pipe(Effect.scoped)
  )
})
