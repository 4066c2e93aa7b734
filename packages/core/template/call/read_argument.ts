import { typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { integerOf } from "../operator/numeric.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { typeNameOf } from "../value/type_name.ts"

/** An argument that has to be an integer; the fallback stands for one that was not passed. */
export const integerArgument = (value: TemplateValue | undefined, fallback: number): number => {
  if (value === undefined) return fallback
  const whole = integerOf(value)
  if (whole === undefined) throw typeMismatch(`an integer is needed here, not '${typeNameOf(value)}'`)
  return Number(whole)
}

/** An argument that has to be a text; the fallback stands for one that was not passed. */
export const textArgument = (value: TemplateValue | undefined, fallback = ""): string => {
  if (value === undefined) return fallback
  const text = stringOf(value)
  if (text === undefined) throw typeMismatch(`a text is needed here, not '${typeNameOf(value)}'`)
  return text
}

/** An argument that has to be a text or none. */
export const optionalText = (value: TemplateValue | undefined): string | undefined =>
  value === undefined || value === null ? undefined : textArgument(value)

/** An argument that has to be an integer or none. */
export const optionalInteger = (value: TemplateValue | undefined): number | undefined =>
  value === undefined || value === null ? undefined : integerArgument(value, 0)
