import { Option, Schema, SchemaGetter } from "effect"

/** A field that may be absent or null: both mean the default, as files written by older and newer builders have it. */
export const orDefault = <Type, Encoded>(schema: Schema.Codec<Type, Encoded>, fallback: Type) =>
  Schema.NullOr(schema).pipe(
    Schema.annotate({ default: fallback }),
    Schema.optional,
    Schema.decodeTo(Schema.toType(schema), {
      decode: SchemaGetter.transformOptional((given) =>
        Option.some(Option.getOrElse(Option.filter(given, isGiven), () => fallback))
      ),
      encode: SchemaGetter.transformOptional((given) => given)
    })
  )

const isGiven = <Type>(value: Type): value is NonNullable<Type> => value !== null && value !== undefined
