import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"
import { plainNumberFrom } from "./plain_number.ts"
import { writtenAs } from "./written_as.ts"

const trueWords = ["true", "t", "yes", "y", "on", "1"]
const falseWords = ["false", "f", "no", "n", "off", "0"]

/** What a file says for true and false, as Dify reads it: `true`, `"true"`, `"yes"`, `1`; undefined for anything else. */
export const plainBooleanFrom = (given: unknown): boolean | undefined => {
  if (typeof given === "boolean") return given
  const word = typeof given === "string" ? given.toLowerCase() : String(plainNumberFrom(given))
  if (trueWords.includes(word)) return true
  return falseWords.includes(word) ? false : undefined
}

/** True or false in a file, also where it was written in quotes or as 1 and 0. */
export const PlainBoolean = writtenAs(Schema.Boolean).pipe(
  Schema.decodeTo(Schema.Boolean, {
    decode: SchemaGetter.transformEffect((given) => {
      const truth = plainBooleanFrom(given)
      return truth === undefined
        ? Effect.fail(new SchemaIssue.InvalidValue({ message: "expected true or false" }))
        : Effect.succeed(truth)
    }),
    encode: SchemaGetter.passthroughSupertype()
  })
)
