import { hintOf, withHint } from "@flowglass/core/error"
import { Option, Predicate, Schema } from "effect"
import { modelVariable } from "../settings.ts"

const decode = Schema.decodeUnknownOption(Schema.Struct({ provider: Schema.String }))

/** Adds to a model that is not configured what the command line can do about it. */
export const withModelHint = <Error extends object>(error: Error): Error => {
  if (!Predicate.hasProperty(error, "code") || error.code !== "model_not_configured" || hintOf(error) !== undefined) {
    return error
  }
  const params = Predicate.hasProperty(error, "params") ? decode(error.params) : Option.none()
  return Option.match(params, {
    onNone: () => error,
    onSome: ({ provider }) => withHint(error, `set ${modelVariable(provider)}, or try it with --mock-externals`)
  })
}
