import { Schema } from "effect"
import { AnyObject } from "../node/config/any_object.ts"
import { orDefault } from "../node/config/or_default.ts"

/** The `model` of a node: which one it asks, and how. */
export const ModelSettings = Schema.Struct({
  provider: Schema.String.annotate({ description: "openai, or langgenius/openai/openai in full" }),
  name: Schema.String.annotate({ description: "The model, as its server calls it" }),
  mode: Schema.Literals(["chat", "completion"]),
  completion_params: orDefault(AnyObject, {})
})

/** The `model` of a node: which one it asks, and how. */
export type ModelSettings = typeof ModelSettings.Type
