import type { FlowglassError } from "@flowglass/core/error"
import { Option, Schema } from "effect"

const decode = Schema.decodeUnknownOption(
  Schema.Struct({ declaration: Schema.Struct({ family: Schema.String, remedy: Schema.String }) })
)

/** What to do about an error, as its class declares it. A hint is enough for a command that was not understood. */
export const remedyOf = (error: FlowglassError, hint: string | undefined): string | undefined =>
  Option.getOrUndefined(
    Option.flatMap(decode(error.constructor), ({ declaration }) =>
      hint !== undefined && declaration.family === "usage" ? Option.none() : Option.some(declaration.remedy)
    )
  )
