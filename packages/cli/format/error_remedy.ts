import type { FlowglassError } from "@flowglass/core/error"
import { Option, Predicate, Schema } from "effect"

const decode = Schema.decodeUnknownOption(Schema.Struct({ family: Schema.String, remedy: Schema.String }))

/** What to do about an error, as its class declares it. A hint is enough for a command that was not understood. */
export const remedyOf = (error: FlowglassError, hint: string | undefined): string | undefined => {
  const { constructor } = error
  const declared = Predicate.hasProperty(constructor, "declaration") ? decode(constructor.declaration) : Option.none()
  if (Option.isNone(declared)) return undefined
  const { family, remedy } = declared.value
  return hint !== undefined && family === "usage" ? undefined : remedy
}
