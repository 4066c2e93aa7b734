import { WorkflowStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { refusedRuns } from "../run/_test_refused_runs.ts"
import { greeting } from "../stream/_test_workflows.ts"
import type { Provoke } from "./_test_general_provocations.ts"
import { freshApp } from "./_test_route_book.ts"

/** Runs an app whose workflow, or the inputs for it, cannot be run. */
const refusedRun = ({ workflow, inputs = { name: "Ada" } }: (typeof refusedRuns)["graph_cycle"]): Provoke =>
  Effect.fnUntraced(function* (route, { ask, world }) {
    const mode = route.path.includes("/advanced-chat/") ? "advanced-chat" : "workflow"
    const app_id = yield* freshApp(world.own, mode)
    const place = { tenantId: world.own.tenantId, appId: app_id }
    const workflows = Context.get(world.stores, WorkflowStore)
    const { graph, features, environmentVariables, conversationVariables } = workflow ?? greeting
    const content = { graph, features, environmentVariables, conversationVariables }
    yield* workflows.saveDraft({ ...place, mode, expectedHash: null, content, hash: "first", by: null })
    if (!route.path.startsWith("/v1")) {
      return yield* ask(route, { params: { app_id }, body: { inputs, query: "Hi" } }, "lacking")
    }
    const { id } = yield* workflows.publish(place, { name: "", comment: "", by: null })
    const key = yield* world.keyOf(app_id)
    return yield* ask(route, { params: { workflow_id: id }, body: { inputs, user: "u1" }, key }, "lacking")
  }, Effect.orDie)

/** For each code that keeps a run from starting, how any route that starts runs is made to answer with it. */
export const refusalProvocations: Readonly<Record<string, Provoke>> = Object.fromEntries(
  Object.entries(refusedRuns).map(([code, cause]) => [code, refusedRun(cause)])
)
