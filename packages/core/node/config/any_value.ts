import { Effect, Result, Schema, SchemaGetter, SchemaIssue } from "effect"
import { fromUnknown } from "../../value/from_unknown.ts"
import type { Value } from "../../value/value.ts"

const isValue = (data: unknown): data is Value => Result.isSuccess(fromUnknown(data))

/** Any value of a file: numbers keep what they are, names such as `__proto__` are only data. */
export const AnyValue = Schema.Unknown.pipe(
  Schema.decodeTo(Schema.declare<Value>(isValue), {
    decode: SchemaGetter.transformEffect((data) =>
      Result.match(fromUnknown(data), {
        onSuccess: (value) => Effect.succeed(value),
        onFailure: (error) => Effect.fail(new SchemaIssue.InvalidValue({ message: error.message }))
      })
    ),
    encode: SchemaGetter.passthrough({ strict: false })
  })
)
