import { defineError } from "./define_error.ts"

/** The file asks for a language that Dify does not have either. Dify's text: `Unsupported language ruby`. */
export class CodeLanguageUnknown extends defineError<CodeLanguageUnknown>()({
  code: "code_language_unknown",
  status: 400,
  family: "sandbox",
  title: "The code is written in an unknown language",
  remedy: "Set `code_language` to javascript or python3."
}) {}

/** Dify has the language, but its sandbox cannot work in this process. */
export class CodeLanguageNotAvailable extends defineError<CodeLanguageNotAvailable>()({
  code: "code_language_not_available",
  status: 501,
  family: "sandbox",
  title: "Code in this language cannot run here",
  remedy: "Run it under Node.js, rewrite the node in JavaScript, or mock it."
}) {}

/** The code is no valid program, so nothing of it ran. */
export class CodeSyntaxInvalid extends defineError<CodeSyntaxInvalid>()({
  code: "code_syntax_invalid",
  status: 422,
  family: "sandbox",
  title: "The code is not a valid program",
  remedy: "Correct the code at the line of the message."
}) {}

/** The program has no function `main`. */
export class CodeMainMissing extends defineError<CodeMainMissing>()({
  code: "code_main_missing",
  status: 422,
  family: "sandbox",
  title: "The code has no function `main`",
  remedy: "Define `main` at the top of the code: it takes the inputs and returns an object."
}) {}

/** The code threw. The message is what it threw, with the line. */
export class CodeThrew extends defineError<CodeThrew>()({
  code: "code_threw",
  status: 422,
  family: "sandbox",
  title: "The code threw an error",
  remedy: "Correct the code at the line of the message, or handle the failure with a fail branch."
}) {}

/** The code used something that Node or a browser has and the sandbox has not: `require`, `fetch`, `setTimeout`. */
export class CodeGlobalNotAvailable extends defineError<CodeGlobalNotAvailable>()({
  code: "code_global_not_available",
  status: 422,
  family: "sandbox",
  title: "The code uses something the sandbox does not have",
  remedy: "Use plain JavaScript; reach the network with an HTTP request node."
}) {}

/** The code imports a module that the sandbox does not have. */
export class CodeModuleNotAvailable extends defineError<CodeModuleNotAvailable>()({
  code: "code_module_not_available",
  status: 422,
  family: "sandbox",
  title: "The code imports a module that is not there",
  remedy: "Use Python's standard library; reach the network with an HTTP request node."
}) {}

/** The code tried to reach the network. */
export class CodeNetworkRefused extends defineError<CodeNetworkRefused>()({
  code: "code_network_refused",
  status: 422,
  family: "sandbox",
  title: "The code tried to reach the network",
  remedy: "Reach the network with an HTTP request node and give its answer to the code."
}) {}

/** The code tried to start or end a process or a thread, or reached for what is beneath its language. */
export class CodeSystemRefused extends defineError<CodeSystemRefused>()({
  code: "code_system_refused",
  status: 422,
  family: "sandbox",
  title: "The code reached for the system it runs on",
  remedy: "Do the work in the code itself, in one thread and without other programs."
}) {}

/** The code ran longer than it may. */
export class CodeTimeLimitExceeded extends defineError<CodeTimeLimitExceeded>()({
  code: "code_time_limit_exceeded",
  status: 422,
  family: "sandbox",
  title: "The code took longer than allowed",
  remedy: "Make the code faster, or raise `limits.codeTimeout` (milliseconds)."
}) {}

/** The code needed more memory than it may. */
export class CodeMemoryLimitExceeded extends defineError<CodeMemoryLimitExceeded>()({
  code: "code_memory_limit_exceeded",
  status: 422,
  family: "sandbox",
  title: "The code needed more memory than allowed",
  remedy: "Work on less data at a time, or raise `limits.codeMemory` (bytes)."
}) {}

/** `main` returned a promise that nothing can settle any more. */
export class CodeNeverSettled extends defineError<CodeNeverSettled>()({
  code: "code_never_settled",
  status: 422,
  family: "sandbox",
  title: "The promise of the code never settles",
  remedy: "Resolve the promise from the code itself: there are no timers and no network to wait for."
}) {}

/** What `main` returned is no object that JSON can hold. Dify's text: `Result must be a dict, got list`. */
export class CodeResultInvalid extends defineError<CodeResultInvalid>()({
  code: "code_result_invalid",
  status: 422,
  family: "sandbox",
  title: "The code did not return an object",
  remedy: "Return an object of plain data with one entry for each declared output."
}) {}

/** What `main` returned is larger than it may be. */
export class CodeOutputTooLarge extends defineError<CodeOutputTooLarge>()({
  code: "code_output_too_large",
  status: 422,
  family: "sandbox",
  title: "The code returned too much data",
  remedy: "Return only what later nodes need."
}) {}

/** What ran the code died, or the sandbox was closed meanwhile. The next call runs in a fresh one. */
export class CodeWorkerLost extends defineError<CodeWorkerLost>()({
  code: "code_worker_lost",
  status: 500,
  family: "sandbox",
  title: "The sandbox of the code died",
  remedy: "Run it again; if it dies again, the code breaks the sandbox: please report it."
}) {}

/** The codes of running code in a sandbox. */
export const sandboxErrors = [
  CodeLanguageUnknown,
  CodeLanguageNotAvailable,
  CodeSyntaxInvalid,
  CodeMainMissing,
  CodeThrew,
  CodeGlobalNotAvailable,
  CodeModuleNotAvailable,
  CodeNetworkRefused,
  CodeSystemRefused,
  CodeTimeLimitExceeded,
  CodeMemoryLimitExceeded,
  CodeNeverSettled,
  CodeResultInvalid,
  CodeOutputTooLarge,
  CodeWorkerLost
] as const
