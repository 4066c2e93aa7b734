import { Inspector } from "@flowglass/inspector"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { jsonResponse } from "../stream/json_response.ts"
import { ConsoleApi } from "./console_api.ts"
import { inspectorStream, lastEventId } from "./inspector_stream.ts"
import { ownApp } from "./own_app.ts"

type Path = "draft" | "published"

interface RunParams {
  readonly app_id: string
  readonly run_id: string
}

const scopeOf = Effect.fnUntraced(function* (path: Path, params: RunParams) {
  const app = yield* ownApp(params.app_id)
  return { tenantId: app.tenantId, appId: app.id, path }
})

export const inspectorHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "inspector",
  Effect.fnUntraced(function* (handlers) {
    const inspector = yield* Inspector

    const snapshot =
      (path: Path) =>
      ({ params }: { readonly params: RunParams }) =>
        Effect.flatMap(scopeOf(path, params), (scope) =>
          Effect.map(inspector.snapshot(params.run_id, scope), jsonResponse)
        )

    const node =
      (path: Path) =>
      ({ params }: { readonly params: RunParams & { readonly node_id: string } }) =>
        Effect.flatMap(scopeOf(path, params), (scope) =>
          Effect.map(inspector.node(params.run_id, params.node_id, scope), jsonResponse)
        )

    const output =
      (path: Path) =>
      ({ params }: { readonly params: RunParams & { readonly node_id: string; readonly output_name: string } }) =>
        Effect.flatMap(scopeOf(path, params), (scope) =>
          Effect.map(inspector.output(params.run_id, params.node_id, params.output_name, scope), jsonResponse)
        )

    const events =
      (path: Path) =>
      ({ params }: { readonly params: RunParams }) =>
        Effect.gen(function* () {
          const scope = yield* scopeOf(path, params)
          const from = yield* lastEventId
          return inspectorStream(
            yield* inspector.events(params.run_id, from === undefined ? scope : { ...scope, from })
          )
        })

    return handlers.handleAll({
      draftSnapshot: snapshot("draft"),
      draftEvents: events("draft"),
      draftNode: node("draft"),
      draftOutput: output("draft"),
      publishedSnapshot: snapshot("published"),
      publishedEvents: events("published"),
      publishedNode: node("published"),
      publishedOutput: output("published")
    })
  })
)
