import { Effect } from "effect"
import { neverId } from "../_test_world.ts"
import { TestBrowser, type TestResponse } from "../serve/_test_client.ts"
import { freshApp } from "./_test_route_book.ts"
import type { DeclaredRoute } from "./_test_routes.ts"
import type { Stage } from "./_test_stage.ts"

/** Makes a route answer with some code. */
export type Provoke = (route: DeclaredRoute, stage: Stage) => Effect.Effect<TestResponse>

const withParam =
  (params: Readonly<Record<string, string>>): Provoke =>
  (route, { ask }) =>
    ask(route, { params })

const yaml = { "content-type": "application/yaml" }
const json = { "content-type": "application/json" }

/** For each code how any route that declares it is made to answer with it. */
export const generalProvocations: Readonly<Record<string, Provoke>> = {
  not_setup: (route, { ask }) => ask(route, {}, "bare"),
  not_init_validated: (route, { ask }) => ask(route, {}, "gated"),
  unauthorized: (route, { ask, world }) => ask(route, { browser: new TestBrowser(world.port), key: "app-nobodys" }),
  account_not_initialized: (route, { ask, unfinishedBrowser }) => ask(route, { browser: unfinishedBrowser }),
  store_unavailable: (route, { askWith }) => askWith("unavailable", route),
  stored_value_unreadable: (route, { askWith }) => askWith("unreadable", route),
  value_not_storable: (route, { askWith }) => askWith("unstorable", route),
  internal_server_error: (route, { askWith }) => askWith("broken", route),
  invalid_param: (route, { ask, askWith }) => {
    if (route.hasBody) return ask(route, { body: "[]", headers: json })
    const [name] = route.queryNames
    if (name !== undefined) return ask(route, { query: { [name]: ["one", "another"] } })
    return askWith("no workspaces", route)
  },
  request_entity_too_large: (route, { ask }) => ask(route, { body: " ".repeat(1001), headers: json }, "narrow"),
  unsupported_media_type: (route, { ask }) => ask(route, { body: "a: 1", headers: yaml }),
  forbidden: Effect.fnUntraced(function* (route, { ask, world }) {
    if (route.guard === "session") return yield* ask(route, { browser: world.nora })
    const app = yield* freshApp(world.own)
    const key = yield* world.keyOf(app)
    yield* world.apps.change(world.own.tenantId, app, { enableApi: false, updatedBy: null })
    return yield* ask(route, { key })
  }, Effect.orDie),
  app_not_found: withParam({ app_id: neverId }),
  workflow_run_not_found: withParam({ run_id: neverId, workflow_run_id: neverId }),
  workflow_not_found: withParam({ workflow_id: neverId }),
  bad_request: withParam({ workflow_id: "newest" }),
  api_key_not_found: withParam({ key_id: neverId }),
  node_not_in_workflow_run: withParam({ node_id: "nowhere" }),
  node_output_not_declared: withParam({ output_name: "nothing" }),
  published_run_inspector_not_implemented: (route, { ask, world }) =>
    route.path.includes("/published/")
      ? ask(route, {}, "closed")
      : ask(route, { params: { run_id: world.own.publishedRun } }),
  draft_workflow_not_exist: Effect.fnUntraced(function* (route, { ask, world }) {
    const mode = route.path.includes("/advanced-chat/") ? "advanced-chat" : "workflow"
    return yield* ask(route, { params: { app_id: yield* freshApp(world.own, mode) } })
  }),
  not_workflow_app: Effect.fnUntraced(function* (route, { ask, world }) {
    return yield* ask(route, { key: yield* world.keyOf(yield* freshApp(world.own, "completion")) })
  }, Effect.orDie),
  app_unavailable: Effect.fnUntraced(function* (route, { ask, world }) {
    return yield* ask(route, { key: yield* world.keyOf(yield* freshApp(world.own)) })
  }, Effect.orDie)
}
