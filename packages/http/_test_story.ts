import { assert } from "@effect/vitest"
import { Effect, Predicate } from "effect"
import { send, type TestBrowser } from "./serve/_test_client.ts"
import { greeting } from "./stream/_test_workflows.ts"

export const api = "http://localhost/console/api"

/** A text somewhere in a JSON answer. */
export const member = (json: unknown, ...names: ReadonlyArray<string>): string => {
  let found = json
  for (const name of names) found = Predicate.hasProperty(found, name) ? found[name] : undefined
  assert.isString(found, `${names.join(".")} of ${JSON.stringify(json)}`)
  return String(found)
}

const variables = {
  environment_variables: [{ id: "1", name: "KEY", value_type: "secret", value: "the-secret-value", description: "" }],
  conversation_variables: []
}

/** An app with a draft, a run of the draft, a key, and a run of the published version; it asks for `name`. */
export const makeApp = Effect.fnUntraced(function* (browser: TestBrowser, graph: object = greeting.graph) {
  const post = (path: string, body: unknown = {}) => browser.send(`${api}${path}`, { method: "POST", body })
  const created = yield* post("/apps", { name: "Greeter", mode: "workflow" })
  assert.strictEqual(created.status, 201, created.text)
  const app = member(created.json, "id")
  const draft = { graph, features: {}, ...variables }
  const synced = yield* post(`/apps/${app}/workflows/draft`, draft)
  assert.strictEqual(synced.status, 200, synced.text)
  const ran = yield* post(`/apps/${app}/workflows/draft/run`, { inputs: { name: "Ada" } })
  assert.strictEqual(ran.status, 200, ran.text)
  const draftRun = /"workflow_run_id":"([^"]+)"/.exec(ran.text)?.[1] ?? ""
  assert.strictEqual((yield* post(`/apps/${app}/workflows/publish`)).status, 200)
  const made = yield* post(`/apps/${app}/api-keys`)
  const key = member(made.json, "token")
  const published = yield* send(browser.port, "/v1/workflows/run", {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: { inputs: { name: "Ada" }, user: "u1" }
  })
  assert.strictEqual(published.status, 200, published.text)
  const version = yield* browser.send(`${api}/apps/${app}/workflows/publish`)
  return {
    app,
    draftRun,
    publishedRun: member(published.json, "workflow_run_id"),
    hash: member(synced.json, "hash"),
    draft,
    key,
    keyId: member(made.json, "id"),
    version: member(version.json, "id")
  }
})
