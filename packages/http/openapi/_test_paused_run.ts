import { Effect } from "effect"
import { api, member } from "../_test_story.ts"
import type { Place } from "../_test_world.ts"
import { send } from "../serve/_test_client.ts"
import { asking } from "../stream/_test_workflows.ts"

/** A run that waits for somebody, and what its form is answered with. */
export interface PausedRun {
  readonly runId: string
  readonly token: string
  /** A key of its app. */
  readonly key: string
}

const found = (text: string, name: string): string => new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? ""

const post = ({ browser }: Place, path: string, body: unknown = {}) =>
  browser.send(`${api}${path}`, { method: "POST", body })

/** A new app in a place that asks; `data` changes the question. */
const askingApp = Effect.fnUntraced(function* (place: Place, data: { readonly [name: string]: unknown }) {
  const app = member((yield* post(place, "/apps", { name: "Asks", mode: "workflow" })).json, "id")
  yield* post(place, `/apps/${app}/workflows/draft`, { graph: asking(data).graph, features: {} })
  return app
})

/** A paused run of a draft, as the console shows it. */
export const pausedDraft = Effect.fnUntraced(function* (
  place: Place,
  data: { readonly [name: string]: unknown } = {}
): Effect.fn.Return<PausedRun> {
  const app = yield* askingApp(place, data)
  const { text } = yield* post(place, `/apps/${app}/workflows/draft/run`, { inputs: { name: "Ada" } })
  return { runId: found(text, "workflow_run_id"), token: found(text, "form_token"), key: "" }
})

/** A paused run of a published version, as the service API shows it. */
export const pausedPublished = Effect.fnUntraced(function* (
  place: Place,
  data: { readonly [name: string]: unknown } = {}
): Effect.fn.Return<PausedRun> {
  const app = yield* askingApp(place, data)
  yield* post(place, `/apps/${app}/workflows/publish`)
  const key = member((yield* post(place, `/apps/${app}/api-keys`)).json, "token")
  const { text } = yield* send(place.browser.port, "/v1/workflows/run", {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: { inputs: { name: "Ada" }, user: "u1" }
  })
  return { runId: found(text, "workflow_run_id"), token: found(text, "form_token"), key }
})
