import { type Native, native } from "../call/native.ts"
import { evaluationFailed } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { percentEncode } from "../text/percent_encode.ts"
import { ByteString } from "../value/byte_string.ts"
import { Dict } from "../value/dict.ts"
import { isIterable, itemsOf } from "../value/iteration.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"

const encode = (value: TemplateValue, query: boolean, render: RenderState): string => {
  if (value instanceof ByteString) return percentEncode(value.bytes, query)
  const text = textOf(value, render.budget)
  render.budget.build(text.length * 3)
  return percentEncode(new TextEncoder().encode(text), query)
}

const pairOf = (item: TemplateValue, render: RenderState): readonly [TemplateValue, TemplateValue] => {
  const [name, value, more] = itemsOf(item, render.budget)
  if (name !== undefined && value !== undefined && more === undefined) return [name, value]
  throw evaluationFailed("urlencode needs a text, a dictionary, or pairs of a name and a value")
}

const pairsOf = (value: TemplateValue, render: RenderState) =>
  value instanceof Dict
    ? Array.from(value.entries(), (entry) => [entry.key, entry.value] as const)
    : itemsOf(value, render.budget).map((item) => pairOf(item, render))

/** Filters for addresses. */
export const urlFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("urlencode()", (value, _args, render) => {
    if (stringOf(value) !== undefined || !isIterable(value)) return encode(value, false, render)
    return pairsOf(value, render)
      .map(([name, member]) => `${encode(name, true, render)}=${encode(member, true, render)}`)
      .join("&")
  })
]
