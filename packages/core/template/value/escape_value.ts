import type { Budget } from "../budget.ts"
import { htmlEscape } from "../text/html_escape.ts"
import { Markup } from "./markup.ts"
import type { TemplateValue } from "./template_value.ts"
import { textOf } from "./text_of.ts"

/** The text of a value with its HTML escaped; markup stays as it is. */
export const escapeValue = (value: TemplateValue, budget: Budget): string => {
  if (value instanceof Markup) return value.text
  const text = textOf(value, budget)
  budget.read(text.length)
  return htmlEscape(text)
}

/** What `escape` and `e` return. */
export const escapedMarkup = (value: TemplateValue, budget: Budget): Markup =>
  value instanceof Markup ? value : new Markup(escapeValue(value, budget))
