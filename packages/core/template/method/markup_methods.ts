import type { Arguments } from "../call/arguments.ts"
import { type Native, type NativeTable, native, tableOf, variadic } from "../call/native.ts"
import { braceFormat } from "../format/brace_format.ts"
import type { RenderState } from "../render_state.ts"
import { stripTags } from "../text/strip_tags.ts"
import { unescapeHtml } from "../text/unescape_html.ts"
import { escapeValue } from "../value/escape_value.ts"
import { itemsOf } from "../value/iteration.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { stringMethods } from "./string_methods.ts"

const asMarkup = (value: TemplateValue): TemplateValue => (typeof value === "string" ? new Markup(value) : value)

const wrap = (result: TemplateValue): TemplateValue => {
  if (result instanceof List) return new List(result.items.map(asMarkup))
  return result instanceof Tuple ? new Tuple(result.items.map(asMarkup)) : asMarkup(result)
}

// The argument of these methods that becomes part of the result.
const inserted: Record<string, number> = { replace: 1, ljust: 1, rjust: 1, center: 1 }

const escapeInserted = (name: string, args: Arguments, render: RenderState): Arguments => {
  const place = inserted[name]
  if (place === undefined) return args
  const positional = args.positional.map((value, index) =>
    index === place ? escapeValue(value, render.budget) : value
  )
  return { positional, named: args.named }
}

const wrapped = (method: Native<string>): Native<Markup> =>
  variadic(method.name, (markup, args, render) =>
    wrap(method.invoke(markup.text, escapeInserted(method.name, args, render), render))
  )

/** The methods of markup: those of str, which return markup and escape what they insert, and two of its own. */
export const markupMethods: NativeTable<Markup> = tableOf<Markup>([
  ...Array.from(stringMethods.values(), wrapped),
  native("join(items, /)", (markup, [items = null], render) => {
    const parts = itemsOf(items, render.budget).map((item) => escapeValue(item, render.budget))
    render.budget.build(parts.reduce((length, part) => length + part.length + markup.text.length, 0))
    return new Markup(parts.join(markup.text))
  }),
  variadic("format", (markup, args, render) => new Markup(braceFormat(markup.text, args, render, true))),
  native("striptags(/)", (markup, _args, render) => {
    render.budget.read(markup.text.length)
    return stripTags(markup.text)
  }),
  native("unescape(/)", (markup, _args, render) => {
    render.budget.read(markup.text.length)
    return unescapeHtml(markup.text)
  })
])
