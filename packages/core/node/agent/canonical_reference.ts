import { Result } from "effect"
import { parseJson } from "../../value/parse_json.ts"
import { isValueObject, property } from "../../value/value_object.ts"

const prefix = "dify-file-ref:"
const urlSafeBase64 = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?$/

/** Longer references are not read at all: a real one has about a hundred characters. */
const maximumLength = 4096

/**
 * The record id inside Dify's opaque file reference (`dify-file-ref:` and padded URL-safe base64 of JSON with a
 * `record_id`); undefined for anything else. Knowing an id gives no access: that is looked up with the tenant.
 */
export const canonicalRecordId = (reference: string): string | undefined => {
  if (!reference.startsWith(prefix) || reference.length > maximumLength) return undefined
  const encoded = reference.slice(prefix.length)
  if (encoded === "" || !urlSafeBase64.test(encoded)) return undefined
  const parsed = parseJson(Buffer.from(encoded, "base64url").toString("utf8"))
  if (Result.isFailure(parsed) || !isValueObject(parsed.success)) return undefined
  const recordId = property(parsed.success, "record_id")
  return typeof recordId === "string" && recordId !== "" ? recordId : undefined
}
