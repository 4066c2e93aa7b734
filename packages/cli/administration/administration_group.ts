import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { refusals } from "./refusals.ts"
import {
  AccountRequest,
  AnswerRequest,
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

/** The verbs of commands about what a server keeps: their requests, their answers, and how they are asked for over HTTP. */
export const administrationGroup = HttpApiGroup.make("administration").add(
  verb("listApps", InWorkspace, Schema.Array(AppView)),
  verb("importApp", ImportRequest, AppView),
  verb("exportApp", ExportRequest, AppExport),
  verb("publishApp", AppRequest, Publication),
  /** Newest first. */
  verb("listRuns", RunsRequest, Schema.Array(RunView)),
  verb("showRun", RunRequest, RunDetailView),
  verb("stopRun", RunRequest, Done),
  verb("pruneRuns", PruneRequest, Pruned),
  /** The id is that of the new run. */
  verb("replayRun", ReplayRequest, Done),
  verb("readRun", RunRequest, RunRecord),
  verb("answerForm", AnswerRequest, Done),
  verb("createKey", AppRequest, KeyView),
  verb("listKeys", AppRequest, Schema.Array(KeyView)),
  verb("deleteKey", KeyRequest, Done),
  /** A new password that this answer alone contains; all sessions of the account end. */
  verb("resetAccount", AccountRequest, PasswordReset),
  verb("listWorkspaces", Schema.Struct({}), Schema.Array(WorkspaceView)),
  verb("createWorkspace", WorkspaceRequest, NewWorkspaceView)
)
