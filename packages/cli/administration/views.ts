import { Schema } from "effect"
import { ExactFields } from "./exact_fields.ts"

const Text = Schema.NullOr(Schema.String)
/** Whole seconds since 1970, as in all of Dify's answers. */
const Time = Schema.Int

/** An app in a list. */
export const AppView = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  mode: Schema.String,
  description: Schema.String,
  /** Null through the console API, which shows one workspace. */
  workspace_id: Text,
  /** The id of the published version; null before the first. */
  published_workflow_id: Text,
  created_at: Time,
  updated_at: Time
})
export type AppView = typeof AppView.Type

/** An app as its file. */
export const AppExport = Schema.Struct({ app_id: Schema.String, name: Schema.String, data: Schema.String })
export type AppExport = typeof AppExport.Type

/** A version that was just published. */
export const Publication = Schema.Struct({ app_id: Schema.String, name: Schema.String, created_at: Time })
export type Publication = typeof Publication.Type

/** A run in a list. */
export const RunView = Schema.Struct({
  id: Schema.String,
  app_id: Schema.String,
  version: Schema.String,
  triggered_from: Schema.String,
  status: Schema.String,
  /** Seconds. */
  elapsed_time: Schema.Finite,
  total_tokens: Schema.Finite,
  total_steps: Schema.Int,
  created_at: Time,
  finished_at: Schema.NullOr(Time)
})
export type RunView = typeof RunView.Type

/** A run with what went in and came out. */
export const RunDetailView = Schema.Struct({
  ...RunView.fields,
  inputs: ExactFields,
  outputs: ExactFields,
  error: Text,
  /** Null through the console API, which tells the message only. */
  error_code: Text
})
export type RunDetailView = typeof RunDetailView.Type

/** A key of an app. */
export const KeyView = Schema.Struct({
  id: Schema.String,
  app_id: Schema.String,
  token: Schema.String,
  last_used_at: Schema.NullOr(Time),
  created_at: Time
})
export type KeyView = typeof KeyView.Type

/** A workspace and who owns it. */
export const WorkspaceView = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  status: Schema.String,
  /** The e-mail address; null through the console API. */
  owner: Text,
  created_at: Time
})
export type WorkspaceView = typeof WorkspaceView.Type

/** A new workspace. */
export const NewWorkspaceView = Schema.Struct({
  ...WorkspaceView.fields,
  /** The password of the account that was made for the owner; null for one that existed. */
  password: Text
})
export type NewWorkspaceView = typeof NewWorkspaceView.Type

/** A new password, which is shown once. */
export const PasswordReset = Schema.Struct({ email: Schema.String, password: Schema.String })
export type PasswordReset = typeof PasswordReset.Type

/** Something that was done. */
export const Done = Schema.Struct({ id: Schema.String, result: Schema.Literal("success") })
export type Done = typeof Done.Type

/** How many runs were removed. */
export const Pruned = Schema.Struct({ removed: Schema.Int })
export type Pruned = typeof Pruned.Type

/** A run as a record file has it. */
export const RunRecord = Schema.Struct({ id: Schema.String, record: Schema.String })
export type RunRecord = typeof RunRecord.Type
