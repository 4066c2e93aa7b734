import { evaluationFailed, typeMismatch, valueUndefined } from "../failure.ts"
import type { RenderState } from "../render_state.ts"
import { ByteString } from "../value/byte_string.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import { NumberRange } from "../value/number_range.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { integerOf } from "./numeric.ts"

/** The three numbers of a slice; undefined or None where none is written. */
export interface SliceBounds {
  readonly start: TemplateValue | undefined
  readonly stop: TemplateValue | undefined
  readonly step: TemplateValue | undefined
}

interface Window {
  readonly start: number
  readonly stop: number
  readonly step: number
}

const boundOf = (value: TemplateValue | undefined): number | undefined => {
  if (value === undefined || value === null) return undefined
  const whole = integerOf(value)
  if (whole === undefined) throw typeMismatch(`the bounds of a slice are integers or none, not '${typeNameOf(value)}'`)
  return Number(whole)
}

/** Python's rules: negative bounds count from the end, and bounds outside are moved to the nearest end. */
const windowOf = (bounds: SliceBounds, length: number): Window => {
  const step = boundOf(bounds.step) ?? 1
  if (step === 0) throw evaluationFailed("the step of a slice cannot be zero")
  const lowest = step > 0 ? 0 : -1
  const highest = step > 0 ? length : length - 1
  const place = (bound: number | undefined, missing: number): number =>
    bound === undefined ? missing : Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest)
  const forwards = step > 0
  return {
    start: place(boundOf(bounds.start), forwards ? lowest : highest),
    stop: place(boundOf(bounds.stop), forwards ? highest : lowest),
    step
  }
}

const pick = <Item>(items: ReadonlyArray<Item>, { start, stop, step }: Window): Array<Item> => {
  if (step === 1) return items.slice(start, stop)
  const picked: Array<Item> = []
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
    const item = items[index]
    if (item !== undefined) picked.push(item)
  }
  return picked
}

const sliceText = (text: string, bounds: SliceBounds, render: RenderState): string => {
  const points = render.index.pointsOf(text)
  if (points !== undefined) return pick(points, windowOf(bounds, points.length)).join("")
  const window = windowOf(bounds, text.length)
  if (window.step === 1) return text.slice(window.start, window.stop)
  render.budget.read(text.length)
  return pick(text.split(""), window).join("")
}

/** Python's `object[start:stop:step]`. */
export const sliceOf = (object: TemplateValue, bounds: SliceBounds, render: RenderState): TemplateValue => {
  if (typeof object === "string") return sliceText(object, bounds, render)
  if (object instanceof Markup) return new Markup(sliceText(object.text, bounds, render))
  if (object instanceof List || object instanceof Tuple) {
    render.budget.items(object.items.length)
    const items = pick(object.items, windowOf(bounds, object.items.length))
    return object instanceof List ? new List(items) : new Tuple(items)
  }
  if (object instanceof NumberRange) {
    const { start, stop, step } = windowOf(bounds, object.size())
    const at = (index: number): number => object.start + index * object.step
    return new NumberRange(at(start), at(stop), object.step * step)
  }
  if (object instanceof ByteString) {
    return new ByteString(Uint8Array.from(pick(Array.from(object.bytes), windowOf(bounds, object.size()))))
  }
  if (object instanceof Undefined) throw valueUndefined(object.reason)
  throw typeMismatch(`'${typeNameOf(object)}' cannot be sliced`)
}
