import { alias, type Native, native } from "../call/native.ts"
import { evaluationFailed, featureRefused, typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { pointsOf } from "../text/code_points.ts"
import { Dict } from "../value/dict.ts"
import { DictView } from "../value/dict_view.ts"
import { cursorOf, isIterable, itemsOf, sizeOf } from "../value/iteration.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import { NumberRange } from "../value/number_range.ts"
import { orElse } from "../value/or_else.ts"
import { Stream } from "../value/stream.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"

const isReversible = (value: TemplateValue): boolean =>
  typeof value === "string" ||
  value instanceof List ||
  value instanceof Tuple ||
  value instanceof Dict ||
  value instanceof DictView ||
  value instanceof NumberRange ||
  value instanceof Markup ||
  value instanceof Undefined

const lastOf = (value: TemplateValue, render: RenderState): TemplateValue | undefined => {
  if (!isReversible(value)) throw typeMismatch(`'${typeNameOf(value)}' has no last item`)
  if (value instanceof List || value instanceof Tuple) return value.items.at(-1)
  return itemsOf(value, render.budget).at(-1)
}

const reverse = (value: TemplateValue, render: RenderState): TemplateValue => {
  if (typeof value === "string" || value instanceof Markup) {
    const text = typeof value === "string" ? value : value.text
    render.budget.read(text.length)
    const reversed = pointsOf(text).reverse().join("")
    return value instanceof Markup ? new Markup(reversed) : reversed
  }
  if (!isIterable(value)) throw evaluationFailed(`reverse needs something to iterate over, not '${typeNameOf(value)}'`)
  return new Stream("reversed", new List(itemsOf(value, render.budget).reverse()).cursor())
}

const length: Native<TemplateValue> = native("length()", (value, _args, render) => {
  const text = stringOf(value)
  const size = text === undefined ? sizeOf(value) : render.index.lengthOf(text)
  if (size === undefined) throw typeMismatch(`'${typeNameOf(value)}' has no length`)
  return size
})

/** Filters that look at the items of one value. */
export const itemFilters: ReadonlyArray<Native<TemplateValue>> = [
  length,
  alias("count", length),
  native("first()", (value) =>
    orElse(cursorOf(value)(), () => new Undefined("there is no first item, the sequence is empty"))
  ),
  native("last()", (value, _args, render) =>
    orElse(lastOf(value, render), () => new Undefined("there is no last item, the sequence is empty"))
  ),
  native("random()", (value, _args, render) => {
    if (render.random === undefined)
      throw featureRefused("there is no source of random numbers for the filter 'random'")
    const items = itemsOf(value, render.budget)
    const picked = items[Math.floor(render.random() * items.length)]
    return orElse(picked, () => new Undefined("the sequence is empty"))
  }),
  native("list()", (value, _args, render) => new List(itemsOf(value, render.budget))),
  native("reverse()", (value, _args, render) => reverse(value, render)),
  native("items()", (value) => {
    if (value instanceof Undefined) return new Stream("items", value.cursor())
    if (!(value instanceof Dict)) throw typeMismatch("items needs a dictionary")
    return new Stream("items", new DictView(value, "items").cursor())
  })
]
