import { Schema } from "effect"
import {
  CodeGlobalNotAvailable,
  CodeMainMissing,
  CodeMemoryLimitExceeded,
  CodeNeverSettled,
  CodeOutputTooLarge,
  CodeResultInvalid,
  CodeSyntaxInvalid,
  CodeThrew,
  CodeWorkerLost
} from "../error/sandbox_errors.ts"
import { missingGlobal } from "./_missing_global.ts"
import { timeLimitExceeded } from "./_time_limit_exceeded.ts"
import type { CodeError, CodeLimits } from "./code_request.ts"

/** How a thread says that a program failed: the kind, and what was thrown with its line. */
export const JavascriptFailure = Schema.Struct({
  kind: Schema.Literals([
    "broken",
    "main_missing",
    "memory",
    "never_settled",
    "no_json",
    "output_too_large",
    "syntax",
    "threw",
    "time",
    "too_many_parts",
    "unwritable"
  ]),
  name: Schema.String,
  message: Schema.String,
  line: Schema.NullOr(Schema.String),
  logs: Schema.String,
  retire: Schema.Boolean
})

type JavascriptFailure = typeof JavascriptFailure.Type

const thrownText = ({ name, message, line }: JavascriptFailure): string =>
  `${name === "" ? "" : `${name}: `}${message}${line === null ? "" : ` (line ${line})`}`

/** The declared error of a failure that a thread reported. */
export const javascriptError = (failure: JavascriptFailure, limits: CodeLimits): CodeError => {
  const fields = (message: string) => ({ message, ...(failure.logs === "" ? {} : { params: { logs: failure.logs } }) })
  switch (failure.kind) {
    case "time":
      return timeLimitExceeded(limits, failure.logs)
    case "memory":
      return new CodeMemoryLimitExceeded(fields(`the code needed more than ${limits.memory} bytes of memory`))
    case "syntax":
      return new CodeSyntaxInvalid(fields(`SyntaxError: ${failure.message} (line ${failure.line ?? "?"})`))
    case "main_missing":
      return new CodeMainMissing(fields("the code defines no function `main`"))
    case "never_settled":
      return new CodeNeverSettled(fields("`main` waits for a promise that nothing can settle"))
    case "no_json":
      return new CodeResultInvalid(fields(`Failed to parse JSON response: main returned ${failure.message}.`))
    case "unwritable":
      return new CodeResultInvalid(fields(`The result cannot be written as JSON: ${thrownText(failure)}`))
    case "output_too_large":
      return new CodeOutputTooLarge(fields(`the result is larger than ${limits.output} bytes of JSON`))
    case "too_many_parts":
      return new CodeOutputTooLarge(fields(`the result has more than ${failure.message} values and names`))
    case "broken":
      return new CodeWorkerLost(fields(`the code broke its sandbox: ${failure.message}`))
    case "threw": {
      const hint = missingGlobal(failure.name, failure.message)
      const text = thrownText(failure)
      return hint === undefined ? new CodeThrew(fields(text)) : new CodeGlobalNotAvailable(fields(`${text}: ${hint}`))
    }
  }
}
