import { defineError } from "@flowglass/core/error"

/** Nobody has set up this installation. Dify's code. */
export class NotSetup extends defineError<NotSetup>()({
  code: "not_setup",
  status: 401,
  family: "auth",
  title: "This installation has not been set up",
  remedy: "Create the first account with `POST /console/api/setup`."
}) {}

/** Nobody has set up this installation, and a password stands before the set-up. Dify's code. */
export class NotInitValidated extends defineError<NotInitValidated>()({
  code: "not_init_validated",
  status: 401,
  family: "auth",
  title: "The password of the set-up has not been given",
  remedy: "Send the server's INIT_PASSWORD with `POST /console/api/init`, and set the installation up then."
}) {}

/** Not the password that stands before the set-up. Dify's code. */
export class InitValidateFailed extends defineError<InitValidateFailed>()({
  code: "init_validate_failed",
  status: 401,
  family: "auth",
  title: "The password of the set-up is wrong",
  remedy: "Send what INIT_PASSWORD says where the server was started."
}) {}

/** E-mail address or password are wrong; which of them is not told. Dify's code. */
export class AuthenticationFailed extends defineError<AuthenticationFailed>()({
  code: "authentication_failed",
  status: 401,
  family: "auth",
  title: "E-mail address or password are wrong",
  remedy: "Check both; the password goes over the wire as base64 of its UTF-8 text."
}) {}

/** Too many wrong passwords. Dify's code, although no e-mail code is involved. */
export class EmailCodeLoginLimit extends defineError<EmailCodeLoginLimit>()({
  code: "email_code_login_limit",
  status: 429,
  family: "auth",
  title: "There were too many wrong passwords",
  remedy: "Wait until the lockout ends, or set a new password with `flowglass accounts reset EMAIL`."
}) {}

/** The account was banned. Dify's code. */
export class AccountBanned extends defineError<AccountBanned>()({
  code: "account_banned",
  status: 400,
  family: "auth",
  title: "The account is banned",
  remedy: "Ask the owner of the workspace."
}) {}

/** The account was created but never completed. Dify's code. */
export class AccountNotInitialized extends defineError<AccountNotInitialized>()({
  code: "account_not_initialized",
  status: 400,
  family: "auth",
  title: "The account is not complete",
  remedy: "Complete it with the invitation it was made for."
}) {}

/** The new password and its repetition differ. Dify's code. */
export class RepeatPasswordNotMatch extends defineError<RepeatPasswordNotMatch>()({
  code: "repeat_password_not_match",
  status: 400,
  family: "auth",
  title: "The new password and its repetition differ",
  remedy: "Send the same text as `new_password` and `repeat_new_password`."
}) {}

/** The password that should be replaced is another one. Dify's code. */
export class CurrentPasswordIncorrect extends defineError<CurrentPasswordIncorrect>()({
  code: "current_password_incorrect",
  status: 400,
  family: "auth",
  title: "The current password is wrong",
  remedy: "Send the password you sign in with as `password`; `flowglass accounts reset EMAIL` sets a new one."
}) {}

/** Codes of the console API's sign-in. */
export const consoleErrors = [
  NotSetup,
  NotInitValidated,
  InitValidateFailed,
  AuthenticationFailed,
  EmailCodeLoginLimit,
  AccountBanned,
  AccountNotInitialized,
  RepeatPasswordNotMatch,
  CurrentPasswordIncorrect
] as const
