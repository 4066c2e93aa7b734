import type { StartVariable } from "../node/start/start_variable.ts"
import type { InputObject } from "../run/run_options.ts"
import { emptyObject, isValueObject } from "../value/value_object.ts"
import { sampleFile } from "./sample_file.ts"
import { sampleValue } from "./sample_value.ts"

/** Code that takes JSON takes nothing else, so a text that is called so is some. */
const isJson = ({ label, variable }: StartVariable): boolean => /json/i.test(`${variable} ${label}`)

const sampleText = (of: StartVariable): string => {
  const { label, variable, max_length: limit } = of
  const named = `Sample ${label === "" ? variable : label}`
  const json = JSON.stringify({ text: named })
  const text = isJson(of) && (!limit || json.length <= limit) ? json : named
  return limit ? Array.from(text).slice(0, limit).join("") : text
}

const sampleOf = (variable: StartVariable): unknown => {
  switch (variable.type) {
    case "select":
      return variable.options[0] ?? null
    case "number":
      return 1
    case "checkbox":
      return true
    case "json_object": {
      const object = variable.json_schema === null ? emptyObject() : sampleValue(variable.json_schema)
      return isValueObject(object) ? object : emptyObject()
    }
    case "file":
      return sampleFile(variable)
    case "file-list":
      return [sampleFile(variable)]
    case "external_data_tool":
      return null
    default:
      return sampleText(variable)
  }
}

/**
 * The given inputs, and for every variable that has neither a value nor a default a plausible one: the first option, a
 * text that is short enough (of JSON where its name says so), `1`, an object that fits a simple schema, a small real file of an allowed type. With them a
 * workflow can be tried without thinking about its inputs.
 */
export const plausibleInputs = (variables: ReadonlyArray<StartVariable>, given: InputObject): InputObject => {
  const inputs: Record<string, unknown> = Object.assign(Object.create(null), given)
  for (const variable of variables) {
    const { variable: name, required, default: preset } = variable
    const missing = inputs[name] === undefined || inputs[name] === null
    // A required variable does not take its default in Dify.
    if (missing && (required || preset === null)) inputs[name] = sampleOf(variable)
  }
  return inputs
}
