import { isValueObject, parseJson, plainJson, toPlain } from "@flowglass/core"
import { Effect, Result, Schema, SchemaGetter, SchemaIssue } from "effect"

/** Named values of a run. They travel as a text, which has every digit of their integers. */
export const ExactFields = Schema.String.pipe(
  Schema.decodeTo(Schema.Record(Schema.String, Schema.Unknown), {
    decode: SchemaGetter.transformEffect((text) => {
      const read = Result.getOrUndefined(parseJson(text))
      return isValueObject(read)
        ? Effect.succeed(Object.fromEntries(Object.entries(read).map(([name, value]) => [name, toPlain(value)])))
        : Effect.fail(new SchemaIssue.InvalidValue({ message: "expected the text of a JSON object" }))
    }),
    encode: SchemaGetter.transform((fields) => plainJson(fields))
  })
)
