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

/** Who asks, and for which run; the id of a run may be written in any case. */
const placeOf = Effect.fnUntraced(function* (path: Path, { app_id, run_id }: RunParams) {
  const app = yield* ownApp(app_id)
  return { run: run_id.toLowerCase(), scope: { tenantId: app.tenantId, appId: app.id, path } }
})

export const inspectorHandlers = HttpApiBuilder.group(
  ConsoleApi,
  "inspector",
  Effect.fnUntraced(function* (handlers) {
    const inspector = yield* Inspector

    const snapshot =
      (path: Path) =>
      ({ params }: { readonly params: RunParams }) =>
        Effect.flatMap(placeOf(path, params), ({ run, scope }) =>
          Effect.map(inspector.snapshot(run, scope), jsonResponse)
        )

    const node =
      (path: Path) =>
      ({ params }: { readonly params: RunParams & { readonly node_id: string } }) =>
        Effect.flatMap(placeOf(path, params), ({ run, scope }) =>
          Effect.map(inspector.node(run, params.node_id, scope), jsonResponse)
        )

    const output =
      (path: Path) =>
      ({ params }: { readonly params: RunParams & { readonly node_id: string; readonly output_name: string } }) =>
        Effect.flatMap(placeOf(path, params), ({ run, scope }) =>
          Effect.map(inspector.output(run, params.node_id, params.output_name, scope), jsonResponse)
        )

    const events =
      (path: Path) =>
      ({ params }: { readonly params: RunParams }) =>
        Effect.gen(function* () {
          const { run, scope } = yield* placeOf(path, params)
          const from = yield* lastEventId
          return inspectorStream(yield* inspector.events(run, from === undefined ? scope : { ...scope, from }))
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
