import { Context, type Effect } from "effect"
import type { Refusal } from "./refusals.ts"
import type {
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
import type {
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

type Verb<Request, View> = (request: Request) => Effect.Effect<View, Refusal>

/**
 * What the command line does with what a server keeps. The same wherever it happens: in this process, in the one that
 * has the data folder, or through a server's console API.
 */
export class Administration extends Context.Service<
  Administration,
  {
    readonly listApps: Verb<InWorkspace, ReadonlyArray<AppView>>
    readonly importApp: Verb<ImportRequest, AppView>
    readonly exportApp: Verb<ExportRequest, AppExport>
    readonly publishApp: Verb<AppRequest, Publication>
    /** Newest first. */
    readonly listRuns: Verb<RunsRequest, ReadonlyArray<RunView>>
    readonly showRun: Verb<RunRequest, RunDetailView>
    readonly stopRun: Verb<RunRequest, Done>
    readonly pruneRuns: Verb<PruneRequest, Pruned>
    /** The id is that of the new run. */
    readonly replayRun: Verb<ReplayRequest, Done>
    readonly readRun: Verb<RunRequest, RunRecord>
    readonly createKey: Verb<AppRequest, KeyView>
    readonly listKeys: Verb<AppRequest, ReadonlyArray<KeyView>>
    readonly deleteKey: Verb<KeyRequest, Done>
    /** A new password that this answer alone contains; all sessions of the account end. */
    readonly resetAccount: Verb<AccountRequest, PasswordReset>
    readonly listWorkspaces: Verb<void, ReadonlyArray<WorkspaceView>>
    readonly createWorkspace: Verb<WorkspaceRequest, NewWorkspaceView>
  }
>()("flowglass/Administration") {}
