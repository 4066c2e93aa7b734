import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Effect, Layer } from "effect"
import type { EnvironmentFileError } from "../environment_file.ts"
import type { ArgumentFileUnreadable, ArgumentInvalid, ArgumentMissing } from "../error/usage_errors.ts"
import { Administration } from "./administration.ts"
import { resetConsoleAccount } from "./console_accounts.ts"
import { consoleApps, exportFromConsole, importToConsole, publishInConsole } from "./console_apps.ts"
import { unavailable } from "./console_call.ts"
import { consoleKeys, createConsoleKey, deleteConsoleKey } from "./console_keys.ts"
import { replayConsoleRun, stopConsoleRun } from "./console_run_orders.ts"
import { consoleRuns, showConsoleRun } from "./console_runs.ts"
import { type Console, openConsole } from "./console_session.ts"
import { consoleWorkspaces } from "./console_workspaces.ts"
import type { Refusal } from "./refusals.ts"
import { type SignInSource, signInOptions } from "./sign_in_options.ts"

/** Why nobody gets signed in. */
export type ConsoleFailure = Refusal | ArgumentFileUnreadable | ArgumentInvalid | ArgumentMissing | EnvironmentFileError

const verbsOf = (console: Console): Administration["Service"] => ({
  listApps: (request) => consoleApps(console, request),
  importApp: (request) => importToConsole(console, request),
  exportApp: (request) => exportFromConsole(console, request),
  publishApp: (request) => publishInConsole(console, request),
  listRuns: (request) => consoleRuns(console, request),
  showRun: (request) => showConsoleRun(console, request),
  stopRun: (request) => stopConsoleRun(console, request),
  pruneRuns: () => unavailable("remove old runs"),
  replayRun: (request) => replayConsoleRun(console, request),
  readRun: () => unavailable("hand out the record of a run"),
  answerForm: () => unavailable("take an answer for another process"),
  createKey: (request) => createConsoleKey(console, request),
  listKeys: (request) => consoleKeys(console, request),
  deleteKey: (request) => deleteConsoleKey(console, request),
  resetAccount: (request) => resetConsoleAccount(console, request),
  listWorkspaces: () => consoleWorkspaces(console),
  createWorkspace: () => unavailable("make a workspace")
})

/** Through a server's console API, signed in as somebody whose rights hold. */
export const consoleAdministration = (source: SignInSource): Layer.Layer<Administration, ConsoleFailure> =>
  Layer.effect(
    Administration,
    Effect.gen(function* () {
      return verbsOf(yield* openConsole(yield* signInOptions(source)))
    })
  ).pipe(Layer.provide(NodeHttpClient.layerNodeHttp))
