import { Context, type Effect } from "effect"
import type {
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  StoredValueUnreadable,
  StoreUnavailable,
  WorkflowNotFound
} from "../error/store_errors.ts"
import type { AppMode, Page } from "./app_store.ts"

/** JSON as it came from the editor or a file: kept, never interpreted by the store. */
export interface JsonObject {
  readonly [name: string]: unknown
}

/** What a workflow consists of. Values of secret environment variables are sealed at rest, plain here. */
export interface WorkflowContent {
  readonly graph: JsonObject
  readonly features: JsonObject
  readonly environmentVariables: ReadonlyArray<JsonObject>
  readonly conversationVariables: ReadonlyArray<JsonObject>
}

/** A draft, or a published version. */
export interface WorkflowVersion extends WorkflowContent {
  readonly id: string
  readonly tenantId: string
  readonly appId: string
  readonly mode: AppMode
  /** `draft`, or the time of publishing as `YYYY-MM-DD HH:MM:SS.ffffff`. */
  readonly version: string
  /** Identifies the graph; features and variables do not count (Dify's rule). Opaque to clients. */
  readonly hash: string
  readonly markedName: string
  readonly markedComment: string
  readonly createdBy: string | null
  readonly createdAt: number
  readonly updatedBy: string | null
  readonly updatedAt: number
}

/** An app, named together with its workspace. */
export interface AppAddress {
  readonly tenantId: string
  readonly appId: string
}

/** A draft to be saved. */
export interface DraftChange extends AppAddress {
  readonly mode: AppMode
  /** What the one who saves it has read; null for nobody read it. Not compared before the first draft exists. */
  readonly expectedHash: string | null
  readonly content: WorkflowContent
  /** The hash of `content.graph`. */
  readonly hash: string
  readonly by: string | null
}

/** Who made a version and when, without its content. */
export type VersionHead = Pick<WorkflowVersion, "id" | "appId" | "createdBy" | "createdAt" | "updatedBy" | "updatedAt">

/** Keeps the draft and the published versions of apps. */
export class WorkflowStore extends Context.Service<
  WorkflowStore,
  {
    readonly draft: (
      app: AppAddress
    ) => Effect.Effect<WorkflowVersion, DraftWorkflowNotExist | StoredValueUnreadable | StoreUnavailable>
    /** Saves the draft if nobody else changed it since it was read: compared and written in one step. */
    readonly saveDraft: (
      change: DraftChange
    ) => Effect.Effect<WorkflowVersion, AppNotFound | DraftWorkflowNotSync | StoreUnavailable>
    /** Copies the draft to a new version, which becomes the app's current one. */
    readonly publish: (
      app: AppAddress,
      mark: { readonly name: string; readonly comment: string; readonly by: string | null }
    ) => Effect.Effect<WorkflowVersion, DraftWorkflowNotExist | StoredValueUnreadable | StoreUnavailable>
    /** The version that the app runs now, or undefined before the first. */
    readonly published: (
      app: AppAddress
    ) => Effect.Effect<WorkflowVersion | undefined, StoredValueUnreadable | StoreUnavailable>
    /** The versions that apps of a workspace run now, in no order: one question for a whole list. */
    readonly publishedHeads: (
      tenantId: string,
      appIds: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<VersionHead>, StoreUnavailable>
    /** One published version by its id; a draft's id is not found. */
    readonly version: (
      app: AppAddress,
      workflowId: string
    ) => Effect.Effect<WorkflowVersion, WorkflowNotFound | StoredValueUnreadable | StoreUnavailable>
    /** The draft, then the published versions, newest first. */
    readonly list: (
      app: AppAddress,
      page: { readonly page: number; readonly limit: number }
    ) => Effect.Effect<Page<WorkflowVersion>, StoredValueUnreadable | StoreUnavailable>
  }
>()("@flowglass/core/store/WorkflowStore") {}
