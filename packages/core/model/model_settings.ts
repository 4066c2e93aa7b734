import { Schema } from "effect"
import { AnyObject } from "../node/config/any_object.ts"
import { orDefault } from "../node/config/or_default.ts"

/** The `model` of a node: which one it asks, and how. */
export const ModelSettings = Schema.Struct({
  provider: Schema.String,
  name: Schema.String,
  mode: Schema.Literals(["chat", "completion"]),
  completion_params: orDefault(AnyObject, {})
})

/** The `model` of a node: which one it asks, and how. */
export type ModelSettings = typeof ModelSettings.Type
