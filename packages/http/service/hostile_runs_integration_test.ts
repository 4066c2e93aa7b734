import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { send } from "../serve/_test_client.ts"
import { chatting, greeting } from "../stream/_test_workflows.ts"
import { startService } from "./_test_service.ts"

const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels)
const text = { inputs: { name: "Ada" }, user: "ada" }

/** Bodies of a run, and the status and code that they are answered with. */
const bodies: ReadonlyArray<readonly [name: string, body: unknown, status: number, code: string | undefined]> = [
  ["a name like a prototype is data", '{"inputs":{"name":"Ada","__proto__":{"x":1}},"user":"ada"}', 200, undefined],
  ["a prototype as the inputs themselves", '{"__proto__":{"inputs":{}},"user":"ada"}', 400, "invalid_param"],
  ["a user named like a prototype", { ...text, user: "__proto__" }, 200, undefined],
  ["unknown fields are passed over", { ...text, more: 1 }, 200, undefined],
  ["files of null", { ...text, files: null }, 200, undefined],
  ["no body", "", 400, "invalid_param"],
  ["broken JSON", "{", 400, "invalid_param"],
  ["JSON that is no object", "[]", 400, "invalid_param"],
  ["no inputs", { user: "ada" }, 400, "invalid_param"],
  ["no user", { inputs: { name: "Ada" } }, 400, "invalid_param"],
  ["an empty user", { ...text, user: "" }, 400, "invalid_param"],
  ["inputs of a list", { ...text, inputs: [] }, 400, "invalid_param"],
  ["inputs of text", { ...text, inputs: "{}" }, 400, "invalid_param"],
  ["inputs of null", { ...text, inputs: null }, 400, "invalid_param"],
  ["a user of a number", { ...text, user: 1 }, 400, "invalid_param"],
  ["a user of an object", { ...text, user: {} }, 400, "invalid_param"],
  ["a user with NUL", { ...text, user: "a\u0000" }, 400, "invalid_param"],
  ["a user of half a character", '{"inputs":{"name":"Ada"},"user":"\\ud800"}', 400, "invalid_param"],
  ["a user of a million characters", { ...text, user: "a".repeat(1e6) }, 400, "invalid_param"],
  ["another response mode", { ...text, response_mode: "other" }, 400, "invalid_param"],
  ["a response mode of a list", { ...text, response_mode: ["blocking"] }, 400, "invalid_param"],
  ["files that are no list", { ...text, files: {} }, 400, "invalid_param"],
  ["files that are no objects", { ...text, files: ["/etc/passwd"] }, 400, "invalid_param"],
  [
    "a file of the server's own disk",
    { ...text, files: [{ type: "document", transfer_method: "local_file", path: "/etc/passwd" }] },
    400,
    "input_file_invalid"
  ],
  ["an input of another type", { ...text, inputs: { name: 1 } }, 400, "input_type_mismatch"],
  ["an input of ten megabytes", { ...text, inputs: { name: "a".repeat(10 * 2 ** 20) } }, 400, "input_too_long"],
  [
    "a body larger than the limit",
    { ...text, inputs: { name: "a".repeat(16 * 2 ** 20) } },
    413,
    "request_entity_too_large"
  ],
  ["JSON of 101 levels", `{"inputs":{"name":${deep(100)}},"user":"ada"}`, 400, "invalid_param"],
  ["JSON of a million levels", `{"inputs":{"name":${deep(1e6)}},"user":"ada"}`, 400, "invalid_param"],
  ["a missing input", { ...text, inputs: {} }, 400, "input_required"]
]

describe("hostile runs", () => {
  it.live("every body is answered with a declared code in Dify's shape", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "Hello" }])
      const { token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
      for (const [name, body, status, code] of bodies) {
        const answer = yield* send(service.port, "/v1/workflows/run", { method: "POST", headers, body })
        expect(answer.status, name).toBe(status)
        if (code !== undefined) {
          expect(answer.json, name).toMatchObject({ code, message: expect.stringMatching(/./), status })
        }
      }
      const streamed = { ...text, user: null, response_mode: "streaming" }
      const refused = yield* send(service.port, "/v1/workflows/run", { method: "POST", headers, body: streamed })
      expect(refused.json).toEqual({ code: "invalid_param", message: "Arg user must be provided.", status: 400 })
    }).pipe(Effect.scoped)
  )

  it.live("every id is answered with a declared code", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "Hello" }])
      const { token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
      const headers = { authorization: `Bearer ${token}` }
      for (const id of ["__proto__", "constructor", "%00", "a".repeat(100), "..%2f..", "draft", "%F0%9F%92%A9"]) {
        const detail = yield* send(service.port, `/v1/workflows/run/${id}`, { headers })
        expect(detail.json, id).toMatchObject({ code: "workflow_run_not_found", status: 404 })
        const stop = { method: "POST", headers, body: { user: "ada" } }
        const stopped = yield* send(service.port, `/v1/workflows/tasks/${id}/stop`, stop)
        expect(stopped.json, id).toEqual({ result: "success" })
        const pinned = yield* send(service.port, `/v1/workflows/${id}/run`, { method: "POST", headers, body: text })
        expect(pinned.json, id).toMatchObject({ code: "bad_request", status: 400 })
      }
    }).pipe(Effect.scoped)
  )

  it.live("an app of another mode, and one that was never published, say so", () =>
    Effect.gen(function* () {
      const service = yield* startService([{ text: "Hello" }])
      const { id } = yield* service.workspace("one")
      const chat = yield* service.publish(id, chatting, { mode: "advanced-chat" })
      const run = (token: string) =>
        send(service.port, "/v1/workflows/run", {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
          body: text
        })
      expect((yield* run(chat.token)).json).toMatchObject({ code: "not_workflow_app", status: 400 })
      const draft = yield* service.publish(id, greeting, { published: false })
      expect((yield* run(draft.token)).json).toEqual({
        code: "app_unavailable",
        message: "Workflow not published",
        status: 400
      })
    }).pipe(Effect.scoped)
  )
})
