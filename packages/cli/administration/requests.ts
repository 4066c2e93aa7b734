import { Schema } from "effect"

const optionalText = Schema.optional(Schema.String)

/** Which workspace is meant: an id or a name; without it the only one, or for lists all of them. */
export const InWorkspace = Schema.Struct({ workspace: optionalText })
export type InWorkspace = typeof InWorkspace.Type

/** An app by its id, the beginning of its id, or its name. */
export const AppRequest = Schema.Struct({ ...InWorkspace.fields, app: Schema.String })
export type AppRequest = typeof AppRequest.Type

/** A Dify file, which was found to be one, that becomes an app. */
export const ImportRequest = Schema.Struct({
  ...InWorkspace.fields,
  data: Schema.String,
  /** The name of an app whose file has none. */
  fallback_name: Schema.String,
  name: optionalText
})
export type ImportRequest = typeof ImportRequest.Type

export const ExportRequest = Schema.Struct({ ...AppRequest.fields, include_secrets: Schema.Boolean })
export type ExportRequest = typeof ExportRequest.Type

/** The newest runs of an app, or of all apps. */
export const RunsRequest = Schema.Struct({ ...InWorkspace.fields, app: optionalText, limit: Schema.Int })
export type RunsRequest = typeof RunsRequest.Type

/** A run by its id, the beginning of its id, or as `last`. */
export const RunRequest = Schema.Struct({ run: Schema.String })
export type RunRequest = typeof RunRequest.Type

/** Runs that ended so many days ago. */
export const PruneRequest = Schema.Struct({ days: Schema.Finite })
export type PruneRequest = typeof PruneRequest.Type

/** A run that is to run once more, from a node on, with some inputs that differ; they are JSON text, because numbers in it are exact. */
export const ReplayRequest = Schema.Struct({ ...RunRequest.fields, from: optionalText, inputs: optionalText })
export type ReplayRequest = typeof ReplayRequest.Type

/** An answer to a form that a run waits for; `answer` is the text of the fact that it will be. */
export const AnswerRequest = Schema.Struct({ ...RunRequest.fields, form: Schema.String, answer: Schema.String })
export type AnswerRequest = typeof AnswerRequest.Type

export const KeyRequest = Schema.Struct({ ...AppRequest.fields, key: Schema.String })
export type KeyRequest = typeof KeyRequest.Type

export const AccountRequest = Schema.Struct({ email: Schema.String })
export type AccountRequest = typeof AccountRequest.Type

/** A new workspace; the owner is an e-mail address. */
export const WorkspaceRequest = Schema.Struct({ name: Schema.String, owner: Schema.String })
export type WorkspaceRequest = typeof WorkspaceRequest.Type
