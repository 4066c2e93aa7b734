import { Context, type Effect } from "effect"
import type { AppNotFound, StoreUnavailable } from "../error/store_errors.ts"

/** The modes of an app, under Dify's names. */
export type AppMode = "workflow" | "advanced-chat" | "chat" | "agent-chat" | "completion"

/** A workflow with a name in a workspace. */
export interface App {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  readonly description: string
  readonly mode: AppMode
  readonly iconType: string | null
  readonly icon: string | null
  readonly iconBackground: string | null
  readonly useIconAsAnswerIcon: boolean
  /** Most runs at a time; 0 is no limit. */
  readonly maxActiveRequests: number
  /** Whether its service API answers. */
  readonly enableApi: boolean
  readonly enableSite: boolean
  /** The published version that runs; null before the first. */
  readonly workflowId: string | null
  readonly createdBy: string | null
  readonly createdAt: number
  readonly updatedBy: string | null
  readonly updatedAt: number
}

/** What a new app is made of. */
export type NewApp = Pick<App, "tenantId" | "name" | "mode" | "createdBy"> &
  Partial<Pick<App, "description" | "iconType" | "icon" | "iconBackground">>

/** What may change of an app; what is left out stays. */
export type AppChange = Partial<
  Pick<
    App,
    | "name"
    | "description"
    | "iconType"
    | "icon"
    | "iconBackground"
    | "useIconAsAnswerIcon"
    | "maxActiveRequests"
    | "enableApi"
    | "enableSite"
  >
> & { readonly updatedBy: string | null }

/** Which apps a list shows, and which page of it. */
export interface AppFilter {
  readonly mode?: string
  /** Part of the name, whatever its case; `%` and `_` are ordinary characters. */
  readonly name?: string
  readonly createdBy?: string
  /** From 1. */
  readonly page: number
  readonly limit: number
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  /** Items on all pages. */
  readonly total: number
}

/** Keeps apps. Every id is looked up together with its workspace: a foreign app and a missing one look the same. */
export class AppStore extends Context.Service<
  AppStore,
  {
    readonly create: (app: NewApp) => Effect.Effect<App, StoreUnavailable>
    readonly get: (tenantId: string, appId: string) => Effect.Effect<App, AppNotFound | StoreUnavailable>
    /** Newest first. */
    readonly list: (tenantId: string, filter: AppFilter) => Effect.Effect<Page<App>, StoreUnavailable>
    readonly change: (
      tenantId: string,
      appId: string,
      change: AppChange
    ) => Effect.Effect<App, AppNotFound | StoreUnavailable>
    /** With its versions, keys, end users and runs. */
    readonly remove: (tenantId: string, appId: string) => Effect.Effect<void, AppNotFound | StoreUnavailable>
  }
>()("@flowglass/core/store/AppStore") {}
