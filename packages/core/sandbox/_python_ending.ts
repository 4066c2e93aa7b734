import { Result, Schema } from "effect"
import { CodeWorkerLost } from "../error/sandbox_errors.ts"
import { memoryLimitExceeded, outputTooLarge, PythonFailure, pythonError } from "./_python_failure.ts"
import { timeLimitExceeded } from "./_time_limit_exceeded.ts"
import type { CodeError, CodeLimits, CodeResult } from "./code_request.ts"
import type { ProcessEnding } from "./guest_process.ts"
import { readCodeResult } from "./read_code_result.ts"

/** A reply is a line of JSON, and after it the JSON that the program returned. */
const Head = Schema.Union([Schema.Struct({ kind: Schema.tag("result"), retire: Schema.Boolean }), PythonFailure])
const isHead = Schema.is(Head)

const lineEnd = 10
/** Messages are cut off far below that. */
const mostHeadBytes = 256 * 1024

const headOf = (reply: Buffer): typeof Head.Type | undefined => {
  const end = reply.indexOf(lineEnd)
  if (end > mostHeadBytes) return undefined
  const text = reply.toString("utf8", 0, end)
  const parsed = Result.try((): unknown => JSON.parse(text))
  return Result.isSuccess(parsed) && isHead(parsed.success) ? parsed.success : undefined
}

/** Whether a process should run nothing more after this reply. */
export const retiresAfter = (reply: Buffer): boolean => headOf(reply)?.retire ?? true

const readReply = (reply: Buffer, limits: CodeLimits, logs: string): Result.Result<CodeResult, CodeError> => {
  const head = headOf(reply)
  if (head === undefined) return Result.fail(new CodeWorkerLost({ message: "the sandbox gave no valid reply" }))
  if (head.kind !== "result") return Result.fail(pythonError(head, limits, logs))
  const body = reply.subarray(reply.indexOf(lineEnd) + 1)
  if (body.length > limits.output) return Result.fail(outputTooLarge(limits, logs))
  return Result.map(readCodeResult(body.toString()), (result) => ({ result, logs }))
}

/** What a program returned, or the declared error of how its call ended. */
export const readEnding = (ending: ProcessEnding, limits: CodeLimits): Result.Result<CodeResult, CodeError> => {
  const { logs } = ending
  switch (ending.kind) {
    case "overdue":
      return Result.fail(timeLimitExceeded(limits, logs))
    case "overgrown":
      return Result.fail(memoryLimitExceeded(limits, logs))
    case "overlong":
      return Result.fail(outputTooLarge(limits, logs))
    case "lost":
      return Result.fail(
        new CodeWorkerLost({
          message: `the sandbox was lost: ${ending.why}`,
          ...(logs === "" ? {} : { params: { logs } })
        })
      )
    case "reply":
      return readReply(ending.reply, limits, logs)
  }
}
