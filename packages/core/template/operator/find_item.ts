import type { RenderState } from "../render_state.ts"
import { ByteString } from "../value/byte_string.ts"
import { Dict } from "../value/dict.ts"
import { hashKeyOf } from "../value/hash_key.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import { NumberRange } from "../value/number_range.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { stringOf } from "./equality.ts"
import { integerOf } from "./numeric.ts"

const pointAt = (text: string, index: number, render: RenderState): string | undefined => {
  const points = render.index.pointsOf(text)
  if (points !== undefined) return points.at(index)
  return text[index < 0 ? index + text.length : index]
}

const elementAt = (object: TemplateObject, index: number): TemplateValue | undefined => {
  if (object instanceof List || object instanceof Tuple) return object.items.at(index)
  if (object instanceof ByteString) return object.bytes.at(index)
  return object instanceof NumberRange ? object.at(index < 0 ? index + object.size() : index) : undefined
}

/** Python's `object[key]`; undefined when there is no such item. */
export const findItem = (object: TemplateValue, key: TemplateValue, render: RenderState): TemplateValue | undefined => {
  if (object instanceof Dict) return hashKeyOf(key) === undefined ? undefined : object.get(key)
  const index = integerOf(key)
  if (index === undefined) return undefined
  const text = stringOf(object)
  if (text !== undefined) {
    const point = pointAt(text, Number(index), render)
    return point !== undefined && object instanceof Markup ? new Markup(point) : point
  }
  return object instanceof TemplateObject ? elementAt(object, Number(index)) : undefined
}
