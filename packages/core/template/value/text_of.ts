import { floatText, stringRepr } from "../../value/python_text.ts"
import { Float } from "../../value/value.ts"
import { type Budget, bigIntegerCost } from "../budget.ts"
import { evaluationFailed } from "../failure.ts"
import { Markup } from "./markup.ts"
import { TemplateObject, type TemplateValue } from "./template_value.ts"
import { Undefined } from "./undefined_value.ts"

// Python refuses to write longer integers, because that takes quadratic time.
const maximumDigits = 4300
const largestShown = 10n ** BigInt(maximumDigits)

const integerText = (value: bigint, budget: Budget): string => {
  budget.spend(bigIntegerCost(value))
  if (value >= largestShown || value <= -largestShown) {
    throw evaluationFailed(`the integer has more than ${maximumDigits} digits and cannot be shown`)
  }
  return String(value)
}

const scalarRepr = (value: Exclude<TemplateValue, TemplateObject>, budget: Budget): string => {
  if (typeof value === "string") {
    budget.read(value.length)
    return stringRepr(value)
  }
  if (typeof value === "number") {
    return Number.isInteger(value) && !Object.is(value, -0) ? String(value) : floatText(value)
  }
  if (value === null) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  return value instanceof Float ? floatText(value.value) : integerText(value, budget)
}

/** A value as Python's `repr` shows it; a collection inside itself is shown as `[...]`. */
export const reprOf = (value: TemplateValue, budget: Budget): string => {
  if (!(value instanceof TemplateObject)) return scalarRepr(value, budget)
  const open = new Set<TemplateObject>()
  const write = (nested: TemplateValue): string => {
    budget.spend(1)
    if (!(nested instanceof TemplateObject)) return scalarRepr(nested, budget)
    if (open.has(nested)) return nested.ellipsis
    open.add(nested)
    const text = nested.repr(write)
    open.delete(nested)
    budget.build(text.length)
    return text
  }
  return write(value)
}

/** A value as Python's `str` shows it: a text as it is, nothing for an undefined value. */
export const textOf = (value: TemplateValue, budget: Budget): string => {
  if (typeof value === "string") return value
  if (value instanceof Markup) return value.text
  return value instanceof Undefined ? "" : reprOf(value, budget)
}
