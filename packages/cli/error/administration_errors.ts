import { defineError } from "@flowglass/core/error"

/** Several apps have the name, or ids that begin so. */
export class AppNameAmbiguous extends defineError<AppNameAmbiguous>()({
  code: "app_name_ambiguous",
  status: 409,
  family: "store",
  title: "Several apps fit this name",
  remedy: "Give the id of the app, or its workspace with `--workspace`; `flowglass apps list` shows both."
}) {}

/** No workspace has this id or name. */
export class WorkspaceNotFound extends defineError<WorkspaceNotFound>()({
  code: "workspace_not_found",
  status: 404,
  family: "store",
  title: "There is no such workspace",
  remedy: "`flowglass workspaces list` shows the workspaces; `flowglass workspaces create` makes one."
}) {}

/** Several workspaces are there, or have the name. */
export class WorkspaceAmbiguous extends defineError<WorkspaceAmbiguous>()({
  code: "workspace_ambiguous",
  status: 409,
  family: "store",
  title: "Several workspaces fit",
  remedy: "Name one with `--workspace`; `flowglass workspaces list` shows their ids."
}) {}

/** No account has this e-mail address. */
export class AccountNotFound extends defineError<AccountNotFound>()({
  code: "account_not_found",
  status: 404,
  family: "store",
  title: "There is no such account",
  remedy: "Check the e-mail address; `flowglass workspaces list` shows the owners."
}) {}

/** The run has ended. */
export class RunNotAtWork extends defineError<RunNotAtWork>()({
  code: "run_not_at_work",
  status: 409,
  family: "run",
  title: "Nothing works on this run any more",
  remedy: "`flowglass runs show RUN` says how it ended."
}) {}

/** There is no database in the data folder. */
export class DataFolderEmpty extends defineError<DataFolderEmpty>()({
  code: "data_folder_empty",
  status: 404,
  family: "store",
  title: "The data folder holds no database",
  remedy: "Name the right folder with `--data DIR`, or make one: `flowglass serve --example`."
}) {}

/** The file of an export cannot be written. */
export class ExportNotWritable extends defineError<ExportNotWritable>()({
  code: "export_not_writable",
  status: 400,
  family: "output",
  title: "The exported file cannot be written",
  remedy: "Check that the folder of `--output` exists and may be written to."
}) {}

/** A server does not answer. */
export class ServerNotReached extends defineError<ServerNotReached>()({
  code: "server_not_reached",
  status: 503,
  family: "http",
  title: "The server does not answer",
  remedy: "Check the address, and that the server runs: `curl ADDRESS/health`."
}) {}

/** A server answered with something that this version does not understand. */
export class ServerAnswerUnknown extends defineError<ServerAnswerUnknown>()({
  code: "server_answer_unknown",
  status: 502,
  family: "http",
  title: "The answer of the server is not understood",
  remedy: "Check that the address is that of a Flowglass of the same version."
}) {}

/** The console API has no route for it. */
export class ServerVerbUnavailable extends defineError<ServerVerbUnavailable>()({
  code: "server_verb_unavailable",
  status: 501,
  family: "http",
  title: "This cannot be done through the console API",
  remedy: "Run the command without `--server`, on the machine of the server and in its folder."
}) {}

/** A request to the private API of a server does not carry the token of its data folder. */
export class LocalAccessRefused extends defineError<LocalAccessRefused>()({
  code: "local_access_refused",
  status: 401,
  family: "auth",
  title: "The request does not prove that it may use the data folder",
  remedy: "Run the command as the user who owns the data folder."
}) {}

/** The codes of commands about what a server keeps. */
export const administrationErrors = [
  AppNameAmbiguous,
  WorkspaceNotFound,
  WorkspaceAmbiguous,
  AccountNotFound,
  RunNotAtWork,
  DataFolderEmpty,
  ExportNotWritable,
  ServerNotReached,
  ServerAnswerUnknown,
  ServerVerbUnavailable,
  LocalAccessRefused
] as const
