import { type Native, native } from "../call/native.ts"
import { typeMismatch } from "../failure.ts"
import { operate } from "../operator/binary_operation.ts"
import { stringOf } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { escapeValue } from "../value/escape_value.ts"
import { cursorOf } from "../value/iteration.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { readPath } from "./attribute_path.ts"

/** Where output is escaped: markup makes markup of the others, which are escaped for it. */
const joinEscaped = (items: ReadonlyArray<TemplateValue>, separator: TemplateValue, render: RenderState) => {
  const { budget } = render
  const isMarkup = separator instanceof Markup || items.some((item) => item instanceof Markup)
  if (!isMarkup) return items.map((item) => textOf(item, budget)).join(textOf(separator, budget))
  return new Markup(items.map((item) => escapeValue(item, budget)).join(escapeValue(separator, budget)))
}

/** Filters that make one value of many. */
export const joinFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("join(d?, attribute?)", (value, [separator = "", attribute = null], render) => {
    const read = readPath(attribute, render)
    const between = textOf(separator, render.budget)
    const next = cursorOf(value)
    const items: Array<TemplateValue> = []
    let length = 0
    for (let item = next(); item !== undefined; item = next()) {
      render.budget.spend(1)
      const found = read(item)
      const part = render.autoescape ? found : textOf(found, render.budget)
      length += between.length + (stringOf(part)?.length ?? 0)
      items.push(part)
    }
    render.budget.build(length)
    return render.autoescape ? joinEscaped(items, separator, render) : items.join(between)
  }),
  native("sum(attribute?, start?)", (value, [attribute = null, start = 0], render) => {
    const read = readPath(attribute, render)
    if (stringOf(start) !== undefined) throw typeMismatch("texts cannot be summed; join them")
    const next = cursorOf(value)
    let sum = start
    for (let item = next(); item !== undefined; item = next()) {
      render.budget.spend(1)
      sum = operate("+", sum, read(item), render)
    }
    return sum
  })
]
