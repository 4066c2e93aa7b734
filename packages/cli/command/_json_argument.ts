import { isValueObject, parseJson, type ValueObject } from "@flowglass/core"
import { Effect, FileSystem, Result, Stdio, Stream } from "effect"
import { ArgumentFileUnreadable, ArgumentNotJson } from "../error/usage_errors.ts"
import { fileProblem } from "../file_problem.ts"

/** What can be wrong with a JSON argument. */
export type JsonArgumentError = ArgumentFileUnreadable | ArgumentNotJson

const textOf = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<string, ArgumentFileUnreadable, FileSystem.FileSystem | Stdio.Stdio> {
  if (!argument.startsWith("@")) return argument
  const path = argument.slice(1)
  const stdio = yield* Stdio.Stdio
  const system = yield* FileSystem.FileSystem
  const read = path === "-" ? Stream.mkString(Stream.decodeText(stdio.stdin)) : system.readFileString(path)
  return yield* Effect.mapError(
    read,
    (error) => new ArgumentFileUnreadable({ message: `${option} ${argument} cannot be read: ${fileProblem(error)}.` })
  )
})

/** The object of `--option JSON`, `--option @file` or `--option @-` (standard input). Numbers keep their kind and digits. */
export const jsonArgument = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<ValueObject, JsonArgumentError, FileSystem.FileSystem | Stdio.Stdio> {
  const text = yield* textOf(option, argument)
  const parsed = parseJson(text.startsWith("\ufeff") ? text.slice(1) : text)
  const where = argument.startsWith("@") ? ` ${argument}` : ""
  if (Result.isFailure(parsed)) {
    return yield* new ArgumentNotJson({ message: `${option}${where} is not JSON: ${parsed.failure}` })
  }
  if (isValueObject(parsed.success)) return parsed.success
  return yield* new ArgumentNotJson({ message: `${option}${where} must be a JSON object, such as {"name": "Ada"}.` })
})
