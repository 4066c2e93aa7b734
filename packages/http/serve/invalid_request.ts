import { SchemaIssue } from "effect"
import type { HttpApiError } from "effect/http-api"
import { InvalidParam } from "../error/http_errors.ts"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

const nameOf = (segment: PropertyKey | { readonly key: PropertyKey } | undefined): string | undefined => {
  const key = typeof segment === "object" ? segment.key : segment
  return key === undefined ? undefined : String(key)
}

/**
 * What a request that does not fit its route's schema answers: `invalid_param` with the first field as `params`; undefined
 * when it was the server's own answer that did not fit.
 */
export const invalidRequest = ({ kind, cause }: HttpApiError.HttpApiSchemaError): InvalidParam | undefined => {
  if (kind === "Body" || kind === "ResponseHeaders") return undefined
  const [first] = issuesOf(cause.issue).issues
  const field = nameOf(first?.path?.[0])
  if (field !== undefined) return new InvalidParam({ message: `${kind}: ${cause.message}`, params: field })
  if (kind === "Payload")
    return new InvalidParam({ message: "The body is empty, or it is not the JSON this route needs." })
  return new InvalidParam({ message: `${kind}: ${cause.message}` })
}
