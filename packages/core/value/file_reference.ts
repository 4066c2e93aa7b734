import { Result, Schema } from "effect"

const prefix = "dify-file-ref:"

const decodeOpaque = Schema.decodeResult(Schema.fromJsonString(Schema.Struct({ record_id: Schema.String })))

/**
 * The id that a file's `reference` stands for: the reference itself, or the `record_id` inside Dify's opaque form
 * (`dify-file-ref:` and base64url JSON). An opaque reference that cannot be read stands for itself.
 */
export const recordIdOf = (reference: string | null | undefined): string | undefined => {
  if (reference === null || reference === undefined) return undefined
  if (!reference.startsWith(prefix)) return reference
  const json = Buffer.from(reference.slice(prefix.length), "base64url").toString("utf8")
  return Result.match(decodeOpaque(json), {
    onSuccess: (record) => record.record_id,
    onFailure: () => reference
  })
}
