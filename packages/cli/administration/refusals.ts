import {
  ApiKeyNotFound,
  AppNotFound,
  DraftWorkflowNotExist,
  DraftWorkflowNotSync,
  EmailAlreadyInUse,
  type FlowglassError,
  HumanInputActionUnknown,
  HumanInputFieldInvalid,
  HumanInputFieldMissing,
  HumanInputFormAmbiguous,
  HumanInputFormExpired,
  HumanInputFormNotFound,
  HumanInputFormSubmitted,
  InternalServerError,
  MaxKeysExceeded,
  RunNotPaused,
  RunTakenOver,
  ValueTooLarge
} from "@flowglass/core/error"
import { replayRefusals } from "@flowglass/http"
import {
  AccountBanned,
  AccountNotInitialized,
  AuthenticationFailed,
  CurrentPasswordIncorrect,
  EmailCodeLoginLimit,
  Forbidden,
  InvalidParam,
  NotInitValidated,
  NotSetup,
  RepeatPasswordNotMatch,
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
  // What keeps an answer from being taken.
  RunNotPaused,
  RunTakenOver,
  HumanInputFormNotFound,
  HumanInputFormAmbiguous,
  HumanInputFormSubmitted,
  HumanInputFormExpired,
  HumanInputActionUnknown,
  HumanInputFieldMissing,
  HumanInputFieldInvalid,
  ValueTooLarge,
  InternalServerError,
  // What the process that has the data folder says to somebody who may not use it.
  LocalAccessRefused,
  // What a server says to somebody who signs in, or may not do everything.
  AuthenticationFailed,
  AccountBanned,
  AccountNotInitialized,
  EmailCodeLoginLimit,
  CurrentPasswordIncorrect,
  RepeatPasswordNotMatch,
  NotInitValidated,
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

/** Tells what a command can cause from what only a mistake can. */
export const isRefusal = (error: FlowglassError): error is Refusal =>
  refusals.some((Refusal) => error instanceof Refusal)
