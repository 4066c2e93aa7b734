import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, objectFrom, property } from "../../value/value_object.ts"
import { listAt } from "./config_field.ts"

/** The input types that a form of a basic app can have and that a start node has too. */
const formTypes = new Set(["text-input", "paragraph", "select", "number", "checkbox"])

const inputOf = (type: string, field: ValueObject): ValueObject => {
  // Dify shows the default of a form field, and never fills it in.
  const kept = Object.entries(field).filter(([name]) => name !== "default" && name !== "type")
  return objectFrom([...kept, ["type", type]])
}

/**
 * The inputs of a basic app as the variables of a start node: its form is a list of `{ <type>: { variable, label ... } }`.
 * What an external data tool would fill in is no input.
 */
export const basicInputs = (modelConfig: ValueObject): ReadonlyArray<Value> =>
  listAt(modelConfig, "user_input_form").flatMap((entry): ReadonlyArray<Value> => {
    if (!isValueObject(entry)) return [entry]
    return Object.entries(entry).flatMap(([type, field]): ReadonlyArray<Value> => {
      if (type === "external_data_tool") return []
      // An entry of another shape is left to the start node, which says what is wrong with it.
      return formTypes.has(type) && isValueObject(field) ? [inputOf(type, field)] : [entry]
    })
  })

/** The names of the inputs. */
export const inputNames = (inputs: ReadonlyArray<Value>): ReadonlySet<string> =>
  new Set(
    inputs.flatMap((input) => {
      const name = isValueObject(input) ? property(input, "variable") : undefined
      return typeof name === "string" ? [name] : []
    })
  )
