import type { RenderState } from "../render_state.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"

/** Changes the text of a value of any type; markup stays markup. */
export const changeText = (
  value: TemplateValue,
  render: RenderState,
  change: (text: string) => string
): TemplateValue => {
  const text = textOf(value, render.budget)
  render.budget.read(text.length)
  return value instanceof Markup ? new Markup(change(text)) : change(text)
}

/** The value itself if it is text already, else its text. */
export const asText = (value: TemplateValue, render: RenderState): string | Markup =>
  value instanceof Markup ? value : textOf(value, render.budget)
