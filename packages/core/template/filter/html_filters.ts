import { alias, type Native, native } from "../call/native.ts"
import { optionalInteger, optionalText, textArgument } from "../call/read_argument.ts"
import { evaluationFailed, valueUndefined } from "../failure.ts"
import type { RenderState } from "../render_state.ts"
import { linkAddresses } from "../text/link_addresses.ts"
import { stripTags } from "../text/strip_tags.ts"
import { Dict } from "../value/dict.ts"
import { escapedMarkup, escapeValue } from "../value/escape_value.ts"
import { itemsOf } from "../value/iteration.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { isTruthy } from "../value/truthiness.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { asText } from "./change_text.ts"

const escape: Native<TemplateValue> = native("escape()", (value, _args, render) => escapedMarkup(value, render.budget))

/** Text that becomes markup only where output is escaped. */
const output = (text: string, render: RenderState): TemplateValue => (render.autoescape ? new Markup(text) : text)

const attributesOf = (value: TemplateValue, render: RenderState): ReadonlyArray<string> => {
  if (value instanceof Undefined) throw valueUndefined(value.reason)
  if (!(value instanceof Dict)) throw evaluationFailed(`xmlattr needs a dictionary, not '${typeNameOf(value)}'`)
  const shown = Array.from(value.entries()).filter(
    (entry) => entry.value !== null && !(entry.value instanceof Undefined)
  )
  return shown.map((entry) => {
    const name = textOf(entry.key, render.budget)
    if (/[\s/>=]/.test(name)) throw evaluationFailed(`'${name}' cannot be the name of an attribute`)
    return `${escapeValue(entry.key, render.budget)}="${escapeValue(entry.value, render.budget)}"`
  })
}

const relations = (rel: string | undefined, nofollow: boolean): string =>
  [...new Set([...(rel?.split(/\s+/) ?? []), ...(nofollow ? ["nofollow"] : []), "noopener"])]
    .filter((name) => name !== "")
    .sort()
    .join(" ")

/** Filters for HTML. */
export const htmlFilters: ReadonlyArray<Native<TemplateValue>> = [
  escape,
  alias("e", escape),
  native("forceescape()", (value, _args, render) => {
    const text = value instanceof Markup ? value.text : value
    return escapedMarkup(text, render.budget)
  }),
  native("safe()", (value, _args, render) =>
    value instanceof Markup ? value : new Markup(textOf(value, render.budget))
  ),
  native("striptags()", (value, _args, render) => {
    const text = textOf(value, render.budget)
    render.budget.read(text.length)
    return stripTags(text)
  }),
  native("xmlattr(autospace?)", (value, [autospace = true], render) => {
    const text = attributesOf(value, render).join(" ")
    return output(text !== "" && isTruthy(autospace) ? ` ${text}` : text, render)
  }),
  native(
    "urlize(trim_url_limit?, nofollow?, target?, rel?, extra_schemes?)",
    (value, [limit, nofollow = false, target, rel, schemes = null], render) => {
      const text = escapeValue(asText(value, render), render.budget)
      const linked = linkAddresses(text, {
        limit: optionalInteger(limit),
        rel: relations(optionalText(rel), isTruthy(nofollow)),
        target: optionalText(target),
        schemes: schemes === null ? [] : itemsOf(schemes, render.budget).map((scheme) => textArgument(scheme))
      })
      render.budget.build(linked.length)
      return output(linked, render)
    }
  )
]
