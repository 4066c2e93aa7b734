import { Schema } from "effect"
import { ModelSettings } from "../../model/model_settings.ts"
import { AnyObject } from "../config/any_object.ts"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"

const Selector = Schema.Array(Schema.String)

const editions = {
  /** `basic`: references; `jinja2`: the text in `jinja2_text`. */
  edition_type: orDefault(Schema.Literals(["basic", "jinja2"]), "basic"),
  jinja2_text: orDefault(Schema.String, ""),
  /** No file has it: set for the prompts of basic apps, whose values can make no placeholders and no tokens of models. */
  defused: orDefault(Schema.Boolean, false)
}

const PromptMessage = Schema.Struct({
  role: Schema.Literals(["system", "user", "assistant"]),
  text: orDefault(Schema.String, ""),
  ...editions
})

/** One message of a chat prompt. */
export type PromptMessage = typeof PromptMessage.Type

const PromptText = Schema.Struct({ text: orDefault(Schema.String, ""), ...editions })

/** The prompt of a completion model: one text. */
export type PromptText = typeof PromptText.Type

/** How a node remembers a conversation. */
export const MemoryConfig = Schema.Struct({
  role_prefix: orDefault(
    Schema.NullOr(Schema.Struct({ user: orDefault(Schema.String, ""), assistant: orDefault(Schema.String, "") })),
    null
  ),
  window: orDefault(
    Schema.Struct({
      enabled: orDefault(PlainBoolean, false),
      size: orDefault(Schema.NullOr(PlainNumber), null)
    }),
    { enabled: false, size: null }
  ),
  query_prompt_template: orDefault(Schema.String, "")
})

/** How a node remembers a conversation. */
export type MemoryConfig = typeof MemoryConfig.Type

const defaultVision: { readonly variable_selector: ReadonlyArray<string>; readonly detail: "low" | "high" } = {
  variable_selector: ["sys", "files"],
  detail: "high"
}

/** Which files a node shows to its model. */
export const VisionConfig = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  configs: orDefault(
    Schema.Struct({
      variable_selector: orDefault(Selector, defaultVision.variable_selector),
      detail: orDefault(Schema.Literals(["low", "high"]), defaultVision.detail)
    }),
    defaultVision
  )
})

/** No files are shown. */
export const noVision: typeof VisionConfig.Type = { enabled: false, configs: defaultVision }

const Context = Schema.Struct({
  enabled: orDefault(PlainBoolean, false),
  variable_selector: orDefault(Selector, [])
})

const PromptVariables = Schema.Struct({
  jinja2_variables: orDefault(Schema.Array(Schema.Struct({ variable: Schema.String, value_selector: Selector })), [])
})

/** The `data` of an llm node. Null and absent mean the same, as files of all ages have it. */
export const LlmConfig = Schema.Struct({
  model: ModelSettings,
  prompt_template: Schema.Union([Schema.Array(PromptMessage), PromptText]),
  prompt_config: orDefault(PromptVariables, { jinja2_variables: [] }),
  memory: orDefault(Schema.NullOr(MemoryConfig), null),
  context: orDefault(Context, { enabled: false, variable_selector: [] }),
  vision: orDefault(VisionConfig, noVision),
  structured_output: orDefault(Schema.NullOr(AnyObject), null),
  structured_output_switch_on: Schema.optionalKey(Schema.NullOr(PlainBoolean)),
  /** The older name of `structured_output_switch_on`, which wins. */
  structured_output_enabled: Schema.optionalKey(Schema.NullOr(PlainBoolean)),
  reasoning_format: orDefault(Schema.Literals(["tagged", "separated"]), "tagged")
})

/** The `data` of an llm node. */
export type LlmConfig = typeof LlmConfig.Type

/** Whether the answer has to be JSON of a schema. */
export const wantsStructuredOutput = (config: LlmConfig): boolean =>
  (config.structured_output_switch_on ?? config.structured_output_enabled ?? false) && config.structured_output !== null
