import { assert, describe, it } from "@effect/vitest"
import { Effect, Predicate } from "effect"
import { OpenApi } from "effect/http-api"
import { startServer } from "../_test_server.ts"
import { api, member } from "../_test_story.ts"
import { TestBrowser, type TestRequest } from "../serve/_test_client.ts"
import { greeting } from "../stream/_test_workflows.ts"
import { setUp, signIn } from "./_test_accounts.ts"
import { ConsoleApi } from "./console_api.ts"

/** A new app and how its draft is saved: with whatever body, under whatever type. */
const newDraft = Effect.gen(function* () {
  const { port } = yield* startServer()
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const created = yield* browser.send(`${api}/apps`, { method: "POST", body: { name: "Draft", mode: "workflow" } })
  const url = `${api}/apps/${member(created.json, "id")}/workflows/draft`
  const save = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    browser.send(url, { method: "POST", body, headers })
  const publishUrl = url.replace(/draft$/, "publish")
  const publish = (request: Pick<TestRequest, "body" | "headers">) =>
    browser.send(publishUrl, { method: "POST", ...request })
  return { browser, save, read: browser.send(url), publish, published: browser.send(publishUrl) }
})

const text = { "content-type": "text/plain;charset=UTF-8" }
const draft = { graph: greeting.graph, features: {}, _is_collaborative: false }

describe("publishing", () => {
  it.live("takes no body, an empty one, and one that marks the version; what is no JSON is refused", () =>
    Effect.gen(function* () {
      const { save, publish, published } = yield* newDraft
      yield* save(draft)
      const json = { "content-type": "application/json" }
      const taken = [{}, { headers: json }, { body: "", headers: json }, { body: {} }, { body: "null", headers: json }]
      for (const request of [...taken, { body: { marked_name: null, marked_comment: "why" } }]) {
        const answer = yield* publish(request)
        assert.deepInclude(answer.json, { result: "success" }, answer.text)
      }
      assert.deepInclude((yield* published).json, { marked_name: "", marked_comment: "why" })
      for (const body of ["{", "no", "[]", "1", '{"marked_name":1}', `{"marked_name":"${"x".repeat(21)}"}`]) {
        const refused = yield* publish({ body, headers: json })
        assert.deepInclude(refused.json, { code: "invalid_param", status: 400 }, body)
      }
    })
  )

  it("is described as taking no body", () => {
    const { paths } = OpenApi.fromApi(ConsoleApi)
    const path = "/console/api/apps/{app_id}/workflows"
    assert.strictEqual(paths[`${path}/publish`]?.post?.requestBody?.required, false)
    assert.strictEqual(paths[`${path}/draft`]?.post?.requestBody?.required, true)
  })
})

describe("saving a draft", () => {
  it.live("takes the JSON under the name of plain text, as pages send it when they close", () =>
    Effect.gen(function* () {
      const { save, read } = yield* newDraft
      const saved = yield* save(JSON.stringify(draft), text)
      assert.strictEqual(saved.status, 200, saved.text)
      const hash = member(saved.json, "hash")
      assert.strictEqual(member((yield* read).json, "hash"), hash)
      const again = yield* save(JSON.stringify({ ...draft, hash }), { "content-type": "text/plain" })
      assert.strictEqual(member(again.json, "hash"), hash)
      const stale = yield* save(JSON.stringify({ ...draft, hash: "another" }), text)
      assert.deepInclude(stale.json, { code: "draft_workflow_not_sync", status: 409 })
    })
  )

  it.live("attack: plain text, which any page may send unasked, needs the CSRF token and is as limited as JSON", () =>
    Effect.gen(function* () {
      const { save } = yield* newDraft
      const forged = yield* save(JSON.stringify(draft), { ...text, "x-csrf-token": "" })
      assert.deepInclude(forged.json, { code: "unauthorized", message: "CSRF token is missing or invalid." })
      for (const body of ["", "{", "[]", "1", '{"graph":1,"features":{}}', `{"graph":${"[".repeat(101)}`]) {
        assert.deepInclude((yield* save(body, text)).json, { code: "invalid_param", status: 400 }, body)
      }
      const other = yield* save(JSON.stringify(draft), { "content-type": "text/html" })
      assert.deepInclude(other.json, { code: "unsupported_media_type", status: 415 })
    })
  )

  it.live("attack: prototype pollution: names such as __proto__ are kept as data, wherever they stand", () =>
    Effect.gen(function* () {
      const { save, read } = yield* newDraft
      const hostile = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"toString":"x"'
      const graph = `{"nodes":[{"id":"s","data":{"type":"start","variables":[],${hostile}}}],"edges":[],${hostile}}`
      const variable = `[{"id":"1","name":"A","value_type":"string","value":"v",${hostile}}]`
      const body = `{"graph":${graph},"features":{${hostile}},"environment_variables":${variable},"conversation_variables":${variable},${hostile}}`
      const saved = yield* save(body, { "content-type": "application/json" })
      assert.strictEqual(saved.status, 200, saved.text)
      const { text: shown } = yield* read
      assert.lengthOf(shown.match(/"__proto__":\{"polluted":1\}/g) ?? [], 5, shown)
      assert.isFalse(Predicate.hasProperty({}, "polluted"))
      assert.isFalse(Predicate.hasProperty([], "polluted"))
    })
  )
})
