import { didYouMean } from "@flowglass/core/error"
import { Predicate, Result, Schema, SchemaIssue } from "effect"
import { HostArgumentInvalid } from "../error/promise_errors.ts"

type Path = ReadonlyArray<PropertyKey>

/** How many problems a message lists. */
const mostProblems = 10

/** What a value is, never the value itself: it may be a secret in the wrong place. */
const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return "an array"
  if (typeof value === "string") return "a text"
  if (typeof value !== "object") return `a ${typeof value}`
  const name = value.constructor?.name
  return name === undefined || name === "" || name === "Object" ? "an object" : `an instance of ${name}`
}

const valueAt = (argument: unknown, path: Path): unknown =>
  path.reduce((value, key) => (Predicate.hasProperty(value, key) ? value[key] : undefined), argument)

const placeOf = (name: string, path: Path): string =>
  path.reduce<string>((place, key) => {
    const shown = String(key)
    if (typeof key === "number") return `${place}[${shown}]`
    return /^[\w$]{1,64}$/.test(shown) ? `${place}.${shown}` : `${place}[${JSON.stringify(shown.slice(0, 64))}]`
  }, name)

const unknownKey = "is unknown"
const missingKey = "is missing"

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) => {
    if (issue._tag === "UnexpectedKey") return unknownKey
    return issue._tag === "MissingKey" ? missingKey : SchemaIssue.defaultLeafHook(issue)
  }
})

/** What Effect expects, as words. */
const expectedOf = (message: string): string =>
  message.replace(/^Expected (object$|array$)?/, (_, kind) => (kind === undefined ? "" : `an ${kind}`))

const problemOf = (name: string, argument: unknown, path: Path, said: string, known: ReadonlyArray<string>): string => {
  const place = placeOf(name, path)
  const message = said.replace(/ \| undefined$/, "")
  const hint = message === unknownKey && path.length === 1 ? didYouMean(String(path[0]), known) : undefined
  if (message === unknownKey || message === missingKey)
    return `${place} ${message}${hint === undefined ? "" : ` (${hint})`}`
  return `${place} must be ${expectedOf(message)}, not ${kindOf(valueAt(argument, path))}`
}

const namesOf = ({ ast }: Schema.ConstraintDecoder<unknown>): ReadonlyArray<string> =>
  ast._tag === "Objects" ? ast.propertySignatures.map((signature) => String(signature.name)) : []

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  typeof segment === "object" ? segment.key : segment

const problemsOf = (
  name: string,
  schema: Schema.ConstraintDecoder<unknown>,
  argument: unknown
): ReadonlyArray<string> => {
  const decoded = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })(argument)
  if (Result.isSuccess(decoded)) return []
  const known = namesOf(schema)
  return format(decoded.failure.issue).issues.map(({ path, message }) =>
    problemOf(name, argument, (path ?? []).map(keyOf), message, known)
  )
}

/**
 * Checks an argument of a call of the promise entry. Fails with `host_argument_invalid`, whose message names the call,
 * every part of the argument that is wrong, and what it must be; values are not repeated.
 */
export const checkArgument = (
  call: string,
  name: string,
  schema: Schema.ConstraintDecoder<unknown>,
  argument: unknown
): Result.Result<void, HostArgumentInvalid> => {
  // Getters and proxies are code of the caller and may throw anything.
  const problems = Result.getOrElse(
    Result.try(() => problemsOf(name, schema, argument)),
    () => [`${name} cannot be read`]
  )
  if (problems.length === 0) return Result.void
  return Result.fail(new HostArgumentInvalid({ message: `${call}: ${problems.slice(0, mostProblems).join("; ")}.` }))
}
