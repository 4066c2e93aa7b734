import { defineError } from "./define_error.ts"

/** The database does not answer, or refuses what it should take. */
export class StoreUnavailable extends defineError<StoreUnavailable>()({
  code: "store_unavailable",
  status: 503,
  family: "store",
  title: "The database does not answer",
  remedy: "Check that the database runs and can be reached, then try again: nothing that was confirmed is lost."
}) {}

/** The database holds tables that this version does not know. */
export class StoreVersionUnsupported extends defineError<StoreVersionUnsupported>()({
  code: "store_version_unsupported",
  status: 500,
  family: "store",
  title: "The database was written by a newer Flowglass",
  remedy: "Update Flowglass, or use another database."
}) {}

/** Another process has the data folder open. */
export class DataFolderLocked extends defineError<DataFolderLocked>()({
  code: "data_folder_locked",
  status: 409,
  family: "store",
  title: "Another process uses the data folder",
  remedy: "Stop that process, or give this one its own folder with `--data DIR`."
}) {}

/** What is stored cannot be read: it was damaged, or sealed with another SECRET_KEY. */
export class StoredValueUnreadable extends defineError<StoredValueUnreadable>()({
  code: "stored_value_unreadable",
  status: 500,
  family: "store",
  title: "A stored value cannot be read",
  remedy: "Use the SECRET_KEY that the value was stored with; restore a backup if the database was damaged."
}) {}

/** Another process works on this run now: this one had been away for too long. */
export class RunTakenOver extends defineError<RunTakenOver>()({
  code: "run_taken_over",
  status: 409,
  family: "store",
  title: "Another process has taken the run over",
  remedy: "Ask for the run by its id: it goes on in the other process."
}) {}

/** The database refuses what a run wants to keep, however often it is tried. */
export class ValueNotStorable extends defineError<ValueNotStorable>()({
  code: "value_not_storable",
  status: 400,
  family: "store",
  title: "A value cannot be stored",
  remedy: "Let the node give less, or lower `limits.outputSize` so that it fails instead of its run."
}) {}

/** The installation has an owner already. Dify's code. */
export class AlreadySetup extends defineError<AlreadySetup>()({
  code: "already_setup",
  status: 403,
  family: "store",
  title: "This installation is set up already",
  remedy: "Sign in; `flowglass accounts reset EMAIL` sets a new password."
}) {}

/** An account with this e-mail address exists. Dify's code. */
export class EmailAlreadyInUse extends defineError<EmailAlreadyInUse>()({
  code: "email_already_in_use",
  status: 400,
  family: "store",
  title: "There is an account with this e-mail address",
  remedy: "Sign in with it, or use another address."
}) {}

/** The account is no member of the workspace; a workspace that does not exist looks the same. Dify's code. */
export class AccountNotLinkTenant extends defineError<AccountNotLinkTenant>()({
  code: "account_not_link_tenant",
  status: 403,
  family: "store",
  title: "The account is no member of this workspace",
  remedy: "Choose one of the workspaces that `GET /console/api/workspaces` lists."
}) {}

/** No app with this id in this workspace: missing and foreign apps look the same. Dify's code. */
export class AppNotFound extends defineError<AppNotFound>()({
  code: "app_not_found",
  status: 404,
  family: "store",
  title: "There is no such app",
  remedy: "Check the app id; `flowglass apps list` shows the apps of the workspace."
}) {}

/** The app has no draft yet. Dify's code. */
export class DraftWorkflowNotExist extends defineError<DraftWorkflowNotExist>()({
  code: "draft_workflow_not_exist",
  status: 404,
  family: "store",
  title: "The app has no draft",
  remedy: "Save a draft first, or import a workflow file into the app."
}) {}

/** The draft changed since it was read. Dify's code and status. */
export class DraftWorkflowNotSync extends defineError<DraftWorkflowNotSync>()({
  code: "draft_workflow_not_sync",
  status: 409,
  family: "store",
  title: "The draft was changed by somebody else",
  remedy: "Read the draft again and repeat the change on it."
}) {}

/** A published version that is not there. Dify answers the plain `not_found`; the code here says what is missing. */
export class WorkflowNotFound extends defineError<WorkflowNotFound>()({
  code: "workflow_not_found",
  status: 404,
  family: "store",
  title: "The app has no such published version",
  remedy: "Publish the app, or use the id of one of its versions."
}) {}

/** An app has as many keys as it may have. Dify's name for it. */
export class MaxKeysExceeded extends defineError<MaxKeysExceeded>()({
  code: "max_keys_exceeded",
  status: 400,
  family: "store",
  title: "The app has as many keys as it may have",
  remedy: "Delete a key that is not used any more."
}) {}

/** No such key of this app. */
export class ApiKeyNotFound extends defineError<ApiKeyNotFound>()({
  code: "api_key_not_found",
  status: 404,
  family: "store",
  title: "The app has no such key",
  remedy: "List the keys of the app and use one of their ids."
}) {}

/** All codes of the store. */
export const storeErrors = [
  StoreUnavailable,
  StoreVersionUnsupported,
  DataFolderLocked,
  StoredValueUnreadable,
  RunTakenOver,
  ValueNotStorable,
  AlreadySetup,
  EmailAlreadyInUse,
  AccountNotLinkTenant,
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  WorkflowNotFound,
  MaxKeysExceeded,
  ApiKeyNotFound
] as const
