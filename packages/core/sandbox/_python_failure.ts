import { Schema } from "effect"
import {
  CodeMainMissing,
  CodeMemoryLimitExceeded,
  CodeModuleNotAvailable,
  CodeNetworkRefused,
  CodeOutputTooLarge,
  CodeResultInvalid,
  CodeSyntaxInvalid,
  CodeSystemRefused,
  CodeThrew,
  CodeWorkerLost
} from "../error/sandbox_errors.ts"
import { missingModule } from "./_missing_module.ts"
import type { CodeError, CodeLimits } from "./code_request.ts"

/** How a process says that a program failed: the kind, and what was raised with its line. */
export const PythonFailure = Schema.Struct({
  kind: Schema.Literals([
    "broken",
    "crossed",
    "main_missing",
    "memory",
    "module_missing",
    "network",
    "output_too_large",
    "overflow",
    "syntax",
    "system",
    "threw",
    "too_many_parts",
    "unwritable"
  ]),
  name: Schema.String,
  message: Schema.String,
  line: Schema.NullOr(Schema.Finite),
  module: Schema.NullOr(Schema.String),
  retire: Schema.Boolean
})

type PythonFailure = typeof PythonFailure.Type

/** The last line of Python's traceback, and the line of the program. */
const raisedText = ({ name, message, line }: PythonFailure): string =>
  `${name}${message === "" ? "" : `: ${message}`}${line === null ? "" : ` (line ${line})`}`

/** The code needed more memory than it may. */
export const memoryLimitExceeded = (limits: CodeLimits, logs: string): CodeMemoryLimitExceeded =>
  new CodeMemoryLimitExceeded({
    message: `the code needed more than ${limits.memory} bytes of memory`,
    ...(logs === "" ? {} : { params: { logs } })
  })

/** What the code returned is longer than it may be. */
export const outputTooLarge = (limits: CodeLimits, logs: string): CodeOutputTooLarge =>
  new CodeOutputTooLarge({
    message: `the result is larger than ${limits.output} bytes of JSON`,
    ...(logs === "" ? {} : { params: { logs } })
  })

/** The declared error of a failure that a process reported. */
export const pythonError = (failure: PythonFailure, limits: CodeLimits, logs: string): CodeError => {
  const fields = (message: string) => ({ message, ...(logs === "" ? {} : { params: { logs } }) })
  switch (failure.kind) {
    case "memory":
      return memoryLimitExceeded(limits, logs)
    case "syntax":
      return new CodeSyntaxInvalid(fields(raisedText(failure)))
    case "main_missing":
      return new CodeMainMissing(fields("the code defines no function `main`"))
    case "module_missing":
      return new CodeModuleNotAvailable(fields(`${raisedText(failure)}: ${missingModule(failure.module ?? "")}`))
    case "network":
      return new CodeNetworkRefused(fields(raisedText(failure)))
    case "system":
      return new CodeSystemRefused(fields(raisedText(failure)))
    case "crossed":
      return new CodeSystemRefused(fields(`the code reached beneath Python: ${failure.message}`))
    case "unwritable":
      return new CodeResultInvalid(fields(`The result cannot be written as JSON: ${raisedText(failure)}`))
    case "output_too_large":
      return outputTooLarge(limits, logs)
    case "too_many_parts":
      return new CodeOutputTooLarge(fields(`the result has more than ${failure.message} values and names`))
    case "broken":
      return new CodeWorkerLost(
        fields(`the code broke its sandbox${failure.message === "" ? "" : `: ${failure.message}`}`)
      )
    case "overflow":
      return new CodeThrew(fields("RecursionError: maximum recursion depth exceeded"))
    case "threw":
      return new CodeThrew(fields(raisedText(failure)))
  }
}
