import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { CommandUnderstood } from "./command_understood.ts"
import { refusals } from "./refusals.ts"
import {
  AccountRequest,
  AppRequest,
  ExportRequest,
  ImportRequest,
  InWorkspace,
  KeyRequest,
  PruneRequest,
  ReplayRequest,
  RunRequest,
  RunsRequest,
  WorkspaceRequest
} from "./requests.ts"
import {
  AppExport,
  AppView,
  Done,
  KeyView,
  NewWorkspaceView,
  PasswordReset,
  Pruned,
  Publication,
  RunDetailView,
  RunRecord,
  RunView,
  WorkspaceView
} from "./views.ts"

const verb = <const Name extends string, Payload extends Schema.Top, Success extends Schema.Top>(
  name: Name,
  payload: Payload,
  success: Success
) => HttpApiEndpoint.post(name, `/${name}`, { payload, success, error: refusals })

const administrationGroup = HttpApiGroup.make("administration").add(
  verb("listApps", InWorkspace, Schema.Array(AppView)),
  verb("importApp", ImportRequest, AppView),
  verb("exportApp", ExportRequest, AppExport),
  verb("publishApp", AppRequest, Publication),
  verb("listRuns", RunsRequest, Schema.Array(RunView)),
  verb("showRun", RunRequest, RunDetailView),
  verb("stopRun", RunRequest, Done),
  verb("pruneRuns", PruneRequest, Pruned),
  verb("replayRun", ReplayRequest, Done),
  verb("readRun", RunRequest, RunRecord),
  verb("createKey", AppRequest, KeyView),
  verb("listKeys", AppRequest, Schema.Array(KeyView)),
  verb("deleteKey", KeyRequest, Done),
  verb("resetAccount", AccountRequest, PasswordReset),
  verb("listWorkspaces", Schema.Struct({}), Schema.Array(WorkspaceView)),
  verb("createWorkspace", WorkspaceRequest, NewWorkspaceView)
)

/**
 * How commands ask the process that has a data folder: on loopback, at a port and with a token that stand in the
 * folder's lock. It is no part of the server's own APIs.
 */
export class HolderApi extends HttpApi.make("holder").add(administrationGroup).middleware(CommandUnderstood) {}

/** The header in which advice travels, which no error's body has. */
export const hintHeader = "x-flowglass-hint"
