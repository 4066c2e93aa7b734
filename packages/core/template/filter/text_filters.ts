import { type Native, native, variadic } from "../call/native.ts"
import { integerArgument, optionalInteger, optionalText } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { operate } from "../operator/binary_operation.ts"
import type { RenderState } from "../render_state.ts"
import { padText } from "../text/pad_text.ts"
import { replaceText } from "../text/replace_text.ts"
import { stripText } from "../text/strip_text.ts"
import { dictFrom } from "../value/dict.ts"
import { escapeValue } from "../value/escape_value.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { Tuple } from "../value/tuple.ts"
import { asText, changeText } from "./change_text.ts"

interface Replacement {
  readonly old: TemplateValue
  readonly replacement: TemplateValue
  readonly limit: number
}

/** Where output is escaped, markup on either side makes the result markup. */
const replaceEscaped = (value: TemplateValue, { old, replacement, limit }: Replacement, render: RenderState) => {
  const { budget } = render
  const escapes = old instanceof Markup || (replacement instanceof Markup && !(value instanceof Markup))
  if (!escapes && !(value instanceof Markup)) {
    return replaceText(textOf(value, budget), textOf(old, budget), textOf(replacement, budget), limit, budget)
  }
  const subject = escapeValue(value, budget)
  return new Markup(replaceText(subject, textOf(old, budget), escapeValue(replacement, budget), limit, budget))
}

/** Filters that work on one text. */
export const textFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("string()", (value, _args, render) => asText(value, render)),
  native("trim(chars?)", (value, [characters], render) =>
    changeText(value, render, (text) => stripText(text, optionalText(characters), "both"))
  ),
  native("center(width?)", (value, [width], render) =>
    changeText(value, render, (text) => padText(text, integerArgument(width, 80), " ", "center", render.budget))
  ),
  native("replace(old, new, count?)", (value, [old = "", replacement = "", count], render) => {
    const { budget } = render
    const limit = optionalInteger(count) ?? -1
    if (render.autoescape) return replaceEscaped(value, { old, replacement, limit }, render)
    return replaceText(textOf(value, budget), textOf(old, budget), textOf(replacement, budget), limit, budget)
  }),
  native("wordcount()", (value, _args, render) => {
    const text = textOf(value, render.budget)
    render.budget.read(text.length)
    return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).length
  }),
  variadic("format", (value, { positional, named }, render) => {
    if (named !== undefined && positional.length > 0) {
      throw evaluationFailed("format takes values by position or by name, not both")
    }
    const values = named === undefined ? new Tuple(positional) : dictFrom(named)
    return operate("%", asText(value, render), values, render)
  })
]
