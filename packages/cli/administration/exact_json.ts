import { maximumDepth, parseJson, plainJson, toPlain } from "@flowglass/core"
import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"

/** The levels that an answer has around a value. */
const outerLevels = 20

/** JSON text as plain data with every digit of its integers. */
export const ExactJson = Schema.String.pipe(
  Schema.decodeTo(Schema.Unknown, {
    decode: SchemaGetter.transformEffect((text) =>
      Effect.fromResult(parseJson(text, { depth: maximumDepth + outerLevels })).pipe(
        Effect.mapBoth({
          onSuccess: toPlain,
          onFailure: (message) => new SchemaIssue.InvalidValue({ message })
        })
      )
    ),
    encode: SchemaGetter.transform((data) => plainJson(data))
  })
)
