import { Schema } from "effect"

/** The types an output can be declared as. */
export const OutputType = Schema.Literals(["string", "number", "object", "array", "boolean", "file"])
export type OutputType = typeof OutputType.Type

/** An output that a node promises, known before it runs: what the Inspector lists as pending. */
export const OutputDeclaration = Schema.Struct({
  name: Schema.String,
  /** `null` is "whatever it turns out to be". */
  type: Schema.NullOr(OutputType),
  /** The type of the items of an array. */
  item: Schema.optionalKey(Schema.Literals(["string", "number", "object", "boolean", "file"])),
  /** Whether a successful node must have produced it. */
  required: Schema.Boolean,
  description: Schema.optionalKey(Schema.String)
})
export type OutputDeclaration = typeof OutputDeclaration.Type
