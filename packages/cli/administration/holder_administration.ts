import { hostname } from "node:os"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { withHint } from "@flowglass/core/error"
import type { DataFolderHolder } from "@flowglass/core/store/sql"
import { Effect, Layer, Result, type Schema } from "effect"
import { HttpClient, type HttpClientError, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Administration } from "./administration.ts"
import { clientRefusal } from "./client_refusal.ts"
import { HolderApi, hintHeader } from "./holder_api.ts"
import type { Refusal } from "./refusals.ts"

/** Where a holder answers commands, and what proves that one may ask it. */
export interface HolderDoor {
  readonly address: string
  readonly token: string
}

/** The door of a holder that has one. It is on this machine: nothing else gets to see the token. */
export const doorOf = ({ commands, host, token }: DataFolderHolder): HolderDoor | undefined =>
  commands !== null && host === hostname() && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(commands)
    ? { address: commands, token }
    : undefined

type CallFailure = Refusal | HttpClientError.HttpClientError | Schema.SchemaError

const hintIn = (text: string | undefined): string | undefined =>
  text === undefined
    ? undefined
    : Result.getOrElse(
        Result.try(() => decodeURIComponent(text)),
        () => undefined
      )

/** Through the process that has the data folder. */
export const holderAdministration = ({ address, token }: HolderDoor): Layer.Layer<Administration> =>
  Layer.effect(
    Administration,
    Effect.gen(function* () {
      let hint: string | undefined
      const client = yield* HttpApiClient.make(HolderApi, {
        baseUrl: address,
        transformClient: (http) =>
          http.pipe(
            HttpClient.mapRequest(HttpClientRequest.bearerToken(token)),
            HttpClient.tap((response) => Effect.sync(() => (hint = hintIn(response.headers[hintHeader]))))
          )
      })
      const { administration } = client
      const told = <View>(answer: Effect.Effect<View, CallFailure>): Effect.Effect<View, Refusal> =>
        Effect.catch(answer, (error) =>
          Effect.flatMap(clientRefusal(error, address), (refusal) => Effect.fail(withHint(refusal, hint)))
        )
      return {
        listApps: (payload) => told(administration.listApps({ payload })),
        importApp: (payload) => told(administration.importApp({ payload })),
        exportApp: (payload) => told(administration.exportApp({ payload })),
        publishApp: (payload) => told(administration.publishApp({ payload })),
        listRuns: (payload) => told(administration.listRuns({ payload })),
        showRun: (payload) => told(administration.showRun({ payload })),
        stopRun: (payload) => told(administration.stopRun({ payload })),
        pruneRuns: (payload) => told(administration.pruneRuns({ payload })),
        replayRun: (payload) => told(administration.replayRun({ payload })),
        readRun: (payload) => told(administration.readRun({ payload })),
        answerForm: (payload) => told(administration.answerForm({ payload })),
        createKey: (payload) => told(administration.createKey({ payload })),
        listKeys: (payload) => told(administration.listKeys({ payload })),
        deleteKey: (payload) => told(administration.deleteKey({ payload })),
        resetAccount: (payload) => told(administration.resetAccount({ payload })),
        listWorkspaces: (payload) => told(administration.listWorkspaces({ payload })),
        createWorkspace: (payload) => told(administration.createWorkspace({ payload }))
      }
    })
  ).pipe(Layer.provide(NodeHttpClient.layerNodeHttp))
