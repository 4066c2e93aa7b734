import { stringOf } from "../operator/equality.ts"
import { itemOf } from "../operator/item_of.ts"
import type { RenderState } from "../render_state.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Undefined } from "../value/undefined_value.ts"

/** Reads something out of an item. */
export type ReadItem = (item: TemplateValue) => TemplateValue

const stepOf = (part: string): TemplateValue => (/^\d+$/.test(part) ? Number(part) : part)

const stepsOf = (attribute: TemplateValue): ReadonlyArray<TemplateValue> => {
  if (attribute === null) return []
  const path = stringOf(attribute)
  return path === undefined ? [attribute] : path.split(".").map(stepOf)
}

/** Follows a path such as `user.name` or `0` into an item; the fallback stands for what is missing on the way. */
export const readPath = (attribute: TemplateValue, render: RenderState, fallback: TemplateValue = null): ReadItem => {
  const steps = stepsOf(attribute)
  return (item) => {
    let value = item
    for (const step of steps) {
      value = itemOf(value, step, render)
      if (value instanceof Undefined && fallback !== null) value = fallback
    }
    return value
  }
}

/** Texts in lower case, so that they compare without regard to case; everything else as it is. */
export const ignoreCase = (value: TemplateValue): TemplateValue => {
  if (typeof value === "string") return value.toLowerCase()
  return value instanceof Markup ? value.text.toLowerCase() : value
}

/** The same for several paths with commas between them, as one tuple to sort by. */
export const pathsOf = (attribute: TemplateValue): ReadonlyArray<TemplateValue> =>
  stringOf(attribute)?.split(",") ?? [attribute]
