import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"
import { Float } from "../../value/value.ts"

/** A finite number of a file, whether it was written `1` or `1.0`. */
export const PlainNumber = Schema.Unknown.pipe(
  Schema.decodeTo(Schema.Finite, {
    decode: SchemaGetter.transformEffect((given) => {
      const number = given instanceof Float ? given.value : given
      return typeof number === "number"
        ? Effect.succeed(number)
        : Effect.fail(new SchemaIssue.InvalidValue({ message: "expected a number" }))
    }),
    encode: SchemaGetter.passthroughSupertype()
  })
)
