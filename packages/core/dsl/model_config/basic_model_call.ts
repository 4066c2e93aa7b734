import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, objectFrom, property } from "../../value/value_object.ts"
import { basicPrompt } from "./basic_prompt.ts"
import { isEnabled, mappingAt, textAt } from "./config_field.ts"

/** What decides how the model of a basic app is called. */
export interface BasicCall {
  readonly modelConfig: ValueObject
  /** Names of the inputs. */
  readonly inputs: ReadonlySet<string>
  readonly asksQuery: boolean
  /** Where the context comes from; undefined without knowledge bases. */
  readonly context: ReadonlyArray<string> | undefined
}

const modelOf = (modelConfig: ValueObject, stop: ReadonlyArray<string>): ValueObject => {
  const model = mappingAt(modelConfig, "model")
  const parameters = mappingAt(model, "completion_params")
  const own = property(parameters, "stop")
  const stops: ReadonlyArray<Value> = [...(isValueArray(own) ? own : []), ...stop]
  const given = stops.length === 0 ? parameters : objectFrom([...Object.entries(parameters), ["stop", stops]])
  return objectFrom([...Object.entries(model), ["completion_params", given]])
}

const memoryOf = (modelConfig: ValueObject): ValueObject => {
  const roles = mappingAt(mappingAt(modelConfig, "completion_prompt_config"), "conversation_histories_role")
  const prefix = objectFrom([
    ["user", textAt(roles, "user_prefix") || "Human"],
    ["assistant", textAt(roles, "assistant_prefix") || "Assistant"]
  ])
  return objectFrom([
    ["role_prefix", prefix],
    ["window", objectFrom([["enabled", false]])]
  ])
}

const visionOf = (modelConfig: ValueObject): ValueObject => {
  const upload = mappingAt(modelConfig, "file_upload")
  const image = mappingAt(upload, "image")
  if (!isEnabled(upload) && !isEnabled(image)) return objectFrom([["enabled", false]])
  const detail = property(image, "detail") === "low" ? "low" : "high"
  const configs = objectFrom([
    ["variable_selector", ["sys", "files"]],
    ["detail", detail]
  ])
  return objectFrom([
    ["enabled", true],
    ["configs", configs]
  ])
}

/** The model call of a basic app as the `data` of an llm node. */
export const basicModelCall = ({ modelConfig, inputs, asksQuery, context }: BasicCall): ValueObject => {
  const prompt = basicPrompt({ modelConfig, inputs, asksQuery, hasContext: context !== undefined })
  return objectFrom([
    ["type", "llm"],
    ["title", "LLM"],
    ["model", modelOf(modelConfig, prompt.stop)],
    ["prompt_template", prompt.template],
    ["memory", asksQuery ? memoryOf(modelConfig) : null],
    [
      "context",
      context === undefined
        ? emptyObject()
        : objectFrom([
            ["enabled", true],
            ["variable_selector", context]
          ])
    ],
    ["vision", visionOf(modelConfig)]
  ])
}
