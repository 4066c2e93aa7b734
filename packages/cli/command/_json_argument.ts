import { isValueObject, parseJson, type ValueObject } from "@flowglass/core"
import { Effect, Result } from "effect"
import { ArgumentFileUnreadable, ArgumentNotJson } from "../error/usage_errors.ts"
import { givenPath } from "../local/handed_over.ts"
import { argumentLimit, readGivenFile } from "../local/read_given_file.ts"

/** What can be wrong with a JSON argument. */
export type JsonArgumentError = ArgumentFileUnreadable | ArgumentNotJson

const textOf = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<string, ArgumentFileUnreadable> {
  if (!argument.startsWith("@")) return argument
  const read = readGivenFile(givenPath(argument.slice(1)), { limit: argumentLimit, namedPipes: true })
  const bytes = yield* Effect.mapError(
    read,
    ({ reason }) => new ArgumentFileUnreadable({ message: `${option} ${argument} cannot be read: ${reason}.` })
  )
  return new TextDecoder().decode(bytes)
})

const examples: ReadonlyMap<string, string> = new Map([
  ["--mocks", '{"node:ID": {"text": "hi"}}'],
  ["--limits", '{"steps": 1000}']
])

const exampleOf = (option: string): string => examples.get(option) ?? '{"name": "Ada"}'

/** The object of `--option JSON`, `--option @file` or `--option @-` (standard input). Numbers keep their kind and digits. */
export const jsonArgument = Effect.fnUntraced(function* (
  option: string,
  argument: string
): Effect.fn.Return<ValueObject, JsonArgumentError> {
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
