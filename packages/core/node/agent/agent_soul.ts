import { Schema } from "effect"
import { AnyObject } from "../config/any_object.ts"
import { closedStruct } from "../config/closed_struct.ts"
import { orDefault } from "../config/or_default.ts"

const OpenObject = Schema.Record(Schema.String, Schema.Unknown)

/** A part that is kept but not read: any object or list. */
const kept = Schema.optional(Schema.Unknown)

const entries = orDefault(Schema.Array(OpenObject), [])

/** The model of an agent, as its provider's plugin and the model's name. */
const AgentModel = Schema.Struct({
  plugin_id: Schema.optional(Schema.NullOr(Schema.String)),
  model_provider: Schema.String.check(Schema.isMinLength(1)),
  model: Schema.String.check(Schema.isMinLength(1)),
  credential_ref: kept,
  /** `temperature`, `top_p`, `max_tokens`, `stop` and the rest; null is "not set". */
  model_settings: Schema.optional(Schema.NullOr(AnyObject))
})

/** The model of an agent. */
export type AgentModel = typeof AgentModel.Type

/** Who an agent is, whatever job it has: prompt, model, tools. Unknown parts are refused. */
export const AgentSoul = closedStruct({
  schema_version: orDefault(Schema.Literal(1), 1),
  prompt: orDefault(Schema.Struct({ system_prompt: orDefault(Schema.String, "") }), { system_prompt: "" }),
  skills_files: kept,
  tools: orDefault(Schema.Struct({ dify_tools: entries, cli_tools: entries }), { dify_tools: [], cli_tools: [] }),
  knowledge: kept,
  human: kept,
  env: kept,
  sandbox: kept,
  memory: kept,
  model: Schema.optional(Schema.NullOr(AgentModel)),
  app_features: kept,
  app_variables: kept,
  misc_legacy: kept
})

/** Who an agent is, whatever job it has. */
export type AgentSoul = typeof AgentSoul.Type
