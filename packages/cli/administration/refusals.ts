import {
  ApiKeyNotFound,
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  EmailAlreadyInUse,
  InternalServerError,
  MaxKeysExceeded
} from "@flowglass/core/error"
import { replayRefusals } from "@flowglass/http"
import {
  AccountBanned,
  AccountNotInitialized,
  AuthenticationFailed,
  EmailCodeLoginLimit,
  Forbidden,
  InvalidParam,
  NotSetup,
  RequestEntityTooLarge,
  Unauthorized,
  UnsupportedMediaType
} from "@flowglass/http/error"
import {
  AccountNotFound,
  AppNameAmbiguous,
  LocalAccessRefused,
  RunNotAtWork,
  ServerAnswerUnknown,
  ServerNotReached,
  ServerVerbUnavailable,
  WorkspaceAmbiguous,
  WorkspaceNotFound
} from "../error/administration_errors.ts"
import { RunIdAmbiguous } from "../error/local_run_errors.ts"

/** What keeps a command about what a server keeps from being done, wherever it is done. */
export const refusals = [
  AppNotFound,
  AppNameAmbiguous,
  WorkspaceNotFound,
  WorkspaceAmbiguous,
  AccountNotFound,
  EmailAlreadyInUse,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  RunIdAmbiguous,
  RunNotAtWork,
  MaxKeysExceeded,
  ApiKeyNotFound,
  InvalidParam,
  // What keeps a run from being replayed.
  ...replayRefusals,
  InternalServerError,
  // What the process that has the data folder says to somebody who may not use it.
  LocalAccessRefused,
  // What a server says to somebody who signs in, or may not do everything.
  AuthenticationFailed,
  AccountBanned,
  AccountNotInitialized,
  EmailCodeLoginLimit,
  NotSetup,
  Unauthorized,
  Forbidden,
  RequestEntityTooLarge,
  UnsupportedMediaType,
  // What a client finds out about a server.
  ServerNotReached,
  ServerAnswerUnknown,
  ServerVerbUnavailable
] as const

/** Why a command about what a server keeps was not done. */
export type Refusal = InstanceType<(typeof refusals)[number]>
