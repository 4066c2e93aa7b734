import { Schema, SchemaGetter } from "effect"

/** A structure whose unknown keys are refused, each at its own place, instead of ignored. */
export const closedStruct = <const Fields extends Schema.Struct.Fields>(fields: Fields) => {
  const known = new Set(Object.keys(fields))
  const onlyKnown = Schema.makeFilter((given: { readonly [name: string]: unknown }) =>
    Object.keys(given)
      .filter((name) => !known.has(name))
      .map((name) => ({ path: [name], issue: `unknown key; known are ${[...known].join(", ")}` }))
  )
  return Schema.Record(Schema.String, Schema.Unknown)
    .check(onlyKnown)
    .pipe(
      Schema.decodeTo(Schema.Struct(fields), {
        decode: SchemaGetter.passthrough({ strict: false }),
        encode: SchemaGetter.passthrough({ strict: false })
      })
    )
}
