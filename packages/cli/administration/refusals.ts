import {
  ApiKeyNotFound,
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  EmailAlreadyInUse,
  MaxKeysExceeded,
  StoredValueUnreadable,
  StoreUnavailable
} from "@flowglass/core/error"
import {
  AccountBanned,
  AuthenticationFailed,
  EmailCodeLoginLimit,
  Forbidden,
  InvalidParam,
  NotSetup,
  Unauthorized
} from "@flowglass/http/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import {
  AccountNotFound,
  AppNameAmbiguous,
  RunNotAtWork,
  type ServerAnswerUnknown,
  type ServerNotReached,
  type ServerVerbUnavailable,
  WorkspaceAmbiguous,
  WorkspaceNotFound
} from "../error/administration_errors.ts"
import { RunIdAmbiguous } from "../error/local_run_errors.ts"

/** What keeps a command from being done, wherever it is done. */
export const storeRefusals = [
  AppNotFound,
  AppNameAmbiguous,
  WorkspaceNotFound,
  WorkspaceAmbiguous,
  AccountNotFound,
  EmailAlreadyInUse,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  WorkflowRunNotFound,
  RunIdAmbiguous,
  RunNotAtWork,
  MaxKeysExceeded,
  ApiKeyNotFound,
  InvalidParam,
  StoredValueUnreadable,
  StoreUnavailable
] as const

/** What a server says to somebody who signs in, or may not do everything. */
export const consoleRefusals = [
  ...storeRefusals,
  AuthenticationFailed,
  AccountBanned,
  EmailCodeLoginLimit,
  NotSetup,
  Unauthorized,
  Forbidden
] as const

/** Why a command about what a server keeps was not done. */
export type Refusal =
  | InstanceType<(typeof consoleRefusals)[number]>
  | ServerNotReached
  | ServerAnswerUnknown
  | ServerVerbUnavailable
