import type { Stores } from "@flowglass/core"
import type { Passwords } from "@flowglass/http"
import { Effect, Layer } from "effect"
import { Administration } from "./administration.ts"
import { createKey, createWorkspace, deleteKey, listKeys, listWorkspaces, resetAccount } from "./store_accounts.ts"
import { exportApp, importApp, listApps, publishApp } from "./store_apps.ts"
import { answerForm, listRuns, pruneRuns, readRun, replayRun, showRun, stopRun } from "./store_runs.ts"

/** In this process, on its stores. It stops the runs of `ActiveRuns`, where there is one. */
export const storeAdministration: Layer.Layer<Administration, never, Stores | Passwords> = Layer.effect(
  Administration,
  Effect.gen(function* () {
    const context = yield* Effect.context<Stores | Passwords>()
    const here =
      <Request extends ReadonlyArray<unknown>, View, E>(
        verb: (...request: Request) => Effect.Effect<View, E, Stores | Passwords>
      ) =>
      (...request: Request): Effect.Effect<View, E> =>
        Effect.provideContext(verb(...request), context)
    return {
      listApps: here(listApps),
      importApp: here(importApp),
      exportApp: here(exportApp),
      publishApp: here(publishApp),
      listRuns: here(listRuns),
      showRun: here(showRun),
      stopRun: here(stopRun),
      pruneRuns: here(pruneRuns),
      replayRun: here(replayRun),
      readRun: here(readRun),
      answerForm: here(answerForm),
      createKey: here(createKey),
      listKeys: here(listKeys),
      deleteKey: here(deleteKey),
      resetAccount: here(resetAccount),
      listWorkspaces: here(listWorkspaces),
      createWorkspace: here(createWorkspace)
    }
  })
)
