import { Context, type Effect } from "effect"
import type { Refusal } from "./refusals.ts"
import type {
  AppExport,
  AppView,
  Done,
  KeyView,
  NewWorkspaceView,
  PasswordReset,
  Publication,
  RunDetailView,
  RunRecord,
  RunView,
  WorkspaceView
} from "./views.ts"

/** Which workspace is meant: an id or a name; without it the only one, or for lists all of them. */
export interface InWorkspace {
  readonly workspace?: string | undefined
}

/** An app by its id, the beginning of its id, or its name. */
export interface AppRequest extends InWorkspace {
  readonly app: string
}

/** A run by its id, the beginning of its id, or as `last`. */
export interface RunRequest {
  readonly run: string
}

type Answer<View> = Effect.Effect<View, Refusal>

/**
 * What the command line does with what a server keeps. The same wherever it happens: in this process, in the one that
 * has the data folder, or through a server's console API.
 */
export class Administration extends Context.Service<
  Administration,
  {
    readonly listApps: (request: InWorkspace) => Answer<ReadonlyArray<AppView>>
    /** Makes an app of a Dify file, which was found to be one. */
    readonly importApp: (
      request: InWorkspace & {
        readonly data: string
        readonly fallback_name: string
        readonly name?: string | undefined
      }
    ) => Answer<AppView>
    readonly exportApp: (request: AppRequest & { readonly include_secrets: boolean }) => Answer<AppExport>
    readonly publishApp: (request: AppRequest) => Answer<Publication>
    /** Newest first. */
    readonly listRuns: (
      request: InWorkspace & { readonly app?: string | undefined; readonly limit: number }
    ) => Answer<ReadonlyArray<RunView>>
    readonly showRun: (request: RunRequest) => Answer<RunDetailView>
    readonly stopRun: (request: RunRequest) => Answer<Done>
    readonly readRun: (request: RunRequest) => Answer<RunRecord>
    readonly createKey: (request: AppRequest) => Answer<KeyView>
    readonly listKeys: (request: AppRequest) => Answer<ReadonlyArray<KeyView>>
    readonly deleteKey: (request: AppRequest & { readonly key: string }) => Answer<Done>
    /** A new password that this answer alone contains; all sessions of the account end. */
    readonly resetAccount: (request: { readonly email: string }) => Answer<PasswordReset>
    readonly listWorkspaces: () => Answer<ReadonlyArray<WorkspaceView>>
    readonly createWorkspace: (request: { readonly name: string; readonly owner: string }) => Answer<NewWorkspaceView>
  }
>()("flowglass/Administration") {}
