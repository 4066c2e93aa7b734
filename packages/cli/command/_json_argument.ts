import { isValueObject, parseJson, type ValueObject } from "@flowglass/core"
import { Effect, type PlatformError, Result, Stdio, Stream } from "effect"
import { ArgumentFileUnreadable, ArgumentNotJson } from "../error/usage_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { argumentLimit, FileNotRead, readGivenFile, tooLarge } from "../local/read_given_file.ts"

/** What can be wrong with a JSON argument. */
export type JsonArgumentError = ArgumentFileUnreadable | ArgumentNotJson

/** Standard input, to its end. */
const standardInput = Effect.fnUntraced(function* () {
  const { stdin } = yield* Stdio.Stdio
  let size = 0
  const bounded = Stream.mapEffect(stdin, (part) => {
    size += part.length
    return size > argumentLimit ? Effect.fail(tooLarge({ limit: argumentLimit })) : Effect.succeed(part)
  })
  return Buffer.concat(yield* Stream.runCollect(bounded))
})

const reasonOf = (error: FileNotRead | PlatformError.PlatformError): string =>
  error instanceof FileNotRead ? error.reason : fileProblem(error)

const textOf = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<string, ArgumentFileUnreadable, Stdio.Stdio> {
  if (!argument.startsWith("@")) return argument
  const path = argument.slice(1)
  const read = path === "-" ? standardInput() : readGivenFile(path, { limit: argumentLimit, namedPipes: true })
  const bytes = yield* Effect.mapError(
    read,
    (error) => new ArgumentFileUnreadable({ message: `${option} ${argument} cannot be read: ${reasonOf(error)}.` })
  )
  return new TextDecoder().decode(bytes)
})

const exampleOf = (option: string): string => (option === "--mocks" ? '{"node:ID": {"text": "hi"}}' : '{"name": "Ada"}')

/** The object of `--option JSON`, `--option @file` or `--option @-` (standard input). Numbers keep their kind and digits. */
export const jsonArgument = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<ValueObject, JsonArgumentError, Stdio.Stdio> {
  const text = yield* textOf(option, argument)
  const parsed = parseJson(text.startsWith("\ufeff") ? text.slice(1) : text)
  const where = argument.startsWith("@") ? ` ${argument}` : ""
  if (Result.isFailure(parsed)) {
    return yield* new ArgumentNotJson({ message: `${option}${where} is not JSON: ${parsed.failure}` })
  }
  if (isValueObject(parsed.success)) return parsed.success
  return yield* new ArgumentNotJson({
    message: `${option}${where} must be a JSON object, such as ${exampleOf(option)}.`
  })
})
