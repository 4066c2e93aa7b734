import type { App, VersionHead } from "@flowglass/core"
import { Schema } from "effect"
import { seconds } from "../stream/seconds.ts"

const Text = Schema.NullOr(Schema.String)
const Time = Schema.Int

const WorkflowPart = Schema.Struct({
  id: Schema.String,
  created_by: Text,
  created_at: Time,
  updated_by: Text,
  updated_at: Schema.NullOr(Time)
})

const shared = {
  id: Schema.String,
  name: Schema.String,
  description: Schema.String,
  mode: Schema.String,
  icon: Text,
  icon_background: Text,
  model_config: Schema.Null,
  /** Null until the first publication. */
  workflow: Schema.NullOr(WorkflowPart),
  use_icon_as_answer_icon: Schema.Boolean,
  created_by: Text,
  created_at: Time,
  updated_by: Text,
  updated_at: Time,
  access_mode: Text,
  tags: Schema.Array(Schema.Struct({ id: Schema.String, name: Schema.String, type: Schema.String }))
}

/** An app as the console shows it after a change. */
export const AppDetail = Schema.Struct({
  ...shared,
  enable_site: Schema.Boolean,
  enable_api: Schema.Boolean,
  tracing: Schema.Null
})
export type AppDetail = typeof AppDetail.Type

/** An app as its own page shows it. Flowglass publishes no site for an app. */
export const AppDetailWithSite = Schema.Struct({
  ...AppDetail.fields,
  icon_type: Text,
  icon_url: Text,
  api_base_url: Schema.String,
  max_active_requests: Schema.Int,
  deleted_tools: Schema.Array(Schema.Unknown),
  site: Schema.Null,
  bound_agent_id: Schema.Null
})
export type AppDetailWithSite = typeof AppDetailWithSite.Type

/** An app in a list. */
export const AppPartial = Schema.Struct({
  ...shared,
  max_active_requests: Schema.Int,
  icon_type: Text,
  icon_url: Text,
  create_user_name: Text,
  author_name: Text,
  has_draft_trigger: Schema.Boolean
})
export type AppPartial = typeof AppPartial.Type

const sharedOf = (app: App, published: VersionHead | undefined) => ({
  id: app.id,
  name: app.name,
  description: app.description,
  mode: app.mode,
  icon: app.icon,
  icon_background: app.iconBackground,
  model_config: null,
  workflow:
    published === undefined
      ? null
      : {
          id: published.id,
          created_by: published.createdBy,
          created_at: seconds(published.createdAt),
          updated_by: published.updatedBy,
          updated_at: seconds(published.updatedAt)
        },
  use_icon_as_answer_icon: app.useIconAsAnswerIcon,
  created_by: app.createdBy,
  created_at: seconds(app.createdAt),
  updated_by: app.updatedBy,
  updated_at: seconds(app.updatedAt),
  access_mode: null,
  tags: []
})

export const appDetail = (app: App, published: VersionHead | undefined): AppDetail => ({
  ...sharedOf(app, published),
  enable_site: app.enableSite,
  enable_api: app.enableApi,
  tracing: null
})

export const appDetailWithSite = (
  app: App,
  published: VersionHead | undefined,
  apiBaseUrl: string
): AppDetailWithSite => ({
  ...appDetail(app, published),
  icon_type: app.iconType,
  icon_url: null,
  api_base_url: apiBaseUrl,
  max_active_requests: app.maxActiveRequests,
  deleted_tools: [],
  site: null,
  bound_agent_id: null
})

export const appPartial = (
  app: App,
  published: VersionHead | undefined,
  authorName: string | undefined
): AppPartial => ({
  ...sharedOf(app, published),
  max_active_requests: app.maxActiveRequests,
  icon_type: app.iconType,
  icon_url: null,
  create_user_name: authorName ?? null,
  author_name: authorName ?? null,
  has_draft_trigger: false
})
