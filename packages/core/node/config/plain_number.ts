import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"
import { floatFromText } from "../../value/python_number.ts"
import { Float } from "../../value/value.ts"
import { writtenAs } from "./written_as.ts"

/** A number of a file, whether it was written `1`, `1.0` or `"1"`; undefined for anything else. */
export const plainNumberFrom = (given: unknown): number | undefined => {
  const number =
    given instanceof Float
      ? given.value
      : typeof given === "string"
        ? floatFromText(given)
        : typeof given === "bigint"
          ? Number(given)
          : given
  return typeof number === "number" && Number.isFinite(number) ? number : undefined
}

/** A finite number of a file. Dify reads numbers in quotes as numbers too. */
export const PlainNumber = writtenAs(Schema.Finite).pipe(
  Schema.decodeTo(Schema.Finite, {
    decode: SchemaGetter.transformEffect((given) => {
      const number = plainNumberFrom(given)
      return number === undefined
        ? Effect.fail(new SchemaIssue.InvalidValue({ message: "expected a number" }))
        : Effect.succeed(number)
    }),
    encode: SchemaGetter.passthroughSupertype()
  })
)

/** A whole number of a file, also one that was written `2.0`. */
export const PlainInteger = PlainNumber.check(Schema.isInt({ message: "expected a whole number" }))
