import { hintOf } from "@flowglass/core/error"
import { Effect, Layer } from "effect"
import { HttpEffect, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Administration } from "./administration.ts"
import { CommandUnderstood } from "./command_understood.ts"
import { HolderApi, hintHeader } from "./holder_api.ts"

const tellHint = (error: object) => {
  const hint = hintOf(error)
  if (hint === undefined) return Effect.void
  return HttpEffect.appendPreResponseHandler((_, response) =>
    Effect.succeed(HttpServerResponse.setHeader(response, hintHeader, encodeURIComponent(hint)))
  )
}

const verbs = HttpApiBuilder.group(
  HolderApi,
  "administration",
  Effect.fnUntraced(function* (handlers) {
    const administration = yield* Administration
    const by =
      <Request, View, E extends object, R>(verb: (request: Request) => Effect.Effect<View, E, R>) =>
      ({ payload }: { readonly payload: Request }) =>
        Effect.tapError(verb(payload), tellHint)
    return handlers.handleAll({
      listApps: by(administration.listApps),
      importApp: by(administration.importApp),
      exportApp: by(administration.exportApp),
      publishApp: by(administration.publishApp),
      listRuns: by(administration.listRuns),
      showRun: by(administration.showRun),
      stopRun: by(administration.stopRun),
      pruneRuns: by(administration.pruneRuns),
      replayRun: by(administration.replayRun),
      readRun: by(administration.readRun),
      answerForm: by(administration.answerForm),
      createKey: by(administration.createKey),
      listKeys: by(administration.listKeys),
      deleteKey: by(administration.deleteKey),
      resetAccount: by(administration.resetAccount),
      listWorkspaces: by(administration.listWorkspaces),
      createWorkspace: by(administration.createWorkspace)
    })
  })
)

/** What the process that has a data folder does for commands. */
export const holderRoutes = HttpApiBuilder.layer(HolderApi).pipe(
  Layer.provide(verbs),
  Layer.provide(CommandUnderstood.layer)
)
