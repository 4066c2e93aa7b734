import { Schema } from "effect"
import { jsonText } from "../../value/json_text.ts"
import type { Selector } from "../../value/selector.ts"
import { AnyValue } from "./any_value.ts"
import { templateSelectors } from "./template_selectors.ts"

/** A parameter of a tool or strategy: a template (`mixed`), a variable, or a constant, which is a template too. */
export const ParameterInput = Schema.Struct({
  type: Schema.Literals(["mixed", "variable", "constant"]),
  value: Schema.optional(AnyValue)
})

/** A parameter of a tool or strategy. */
export type ParameterInput = typeof ParameterInput.Type

/** Whether a value names a variable. */
export const isSelector = (value: unknown): value is Selector =>
  Array.isArray(value) && value.every((part) => typeof part === "string")

/** The variables that a parameter reads; those inside objects and lists count too. */
export const parameterInputSelectors = ({ type, value }: ParameterInput): ReadonlyArray<Selector> => {
  if (type === "variable") return isSelector(value) && value.length > 0 ? [value] : []
  if (value === null || value === undefined) return []
  return templateSelectors(typeof value === "string" ? value : jsonText(value))
}
