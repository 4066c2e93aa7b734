import { type Native, native } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { isSameOrEqual } from "../operator/equality.ts"
import { sortItems } from "../operator/sort_items.ts"
import type { RenderState } from "../render_state.ts"
import { Group } from "../value/group.ts"
import { cursorOf, itemsOf } from "../value/iteration.ts"
import { List } from "../value/list.ts"
import { Stream } from "../value/stream.ts"
import type { Cursor, TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { ignoreCase, type ReadItem, readPath } from "./attribute_path.ts"

/** Runs of items with equal keys, of items that are sorted by them. */
const runsOf = (items: Array<TemplateValue>, key: ReadItem, render: RenderState): Array<Array<TemplateValue>> => {
  sortItems(items, { key, descending: false, budget: render.budget })
  const runs: Array<Array<TemplateValue>> = []
  let last: TemplateValue | undefined
  for (const item of items) {
    const current = key(item)
    const run = runs.at(-1)
    if (run !== undefined && last !== undefined && isSameOrEqual(last, current, render.budget)) run.push(item)
    else runs.push([item])
    last = current
  }
  return runs
}

const batches = (next: Cursor, size: number, fill: TemplateValue, render: RenderState): Cursor => {
  let batch: Array<TemplateValue> | undefined = []
  return () => {
    if (batch === undefined) return undefined
    for (let item = next(); item !== undefined; item = next()) {
      render.budget.spend(1)
      if (batch.length === size) {
        const full = batch
        batch = [item]
        return new List(full)
      }
      batch.push(item)
    }
    const rest = batch
    batch = undefined
    if (rest.length === 0) return undefined
    if (fill !== null && rest.length < size) {
      render.budget.items(size)
      while (rest.length < size) rest.push(fill)
    }
    return new List(rest)
  }
}

const slices = (items: ReadonlyArray<TemplateValue>, count: number, fill: TemplateValue): Cursor => {
  let index = 0
  let start = 0
  return () => {
    if (count === 0) throw evaluationFailed("slice needs a number of slices that is not 0")
    if (index >= count) return undefined
    const extra = items.length % count
    const size = Math.floor(items.length / count) + (index < extra ? 1 : 0)
    const slice = items.slice(start, start + size)
    if (fill !== null && index >= extra) slice.push(fill)
    start += size
    index++
    return new List(slice)
  }
}

/** Filters that put items into groups. */
export const groupFilters: ReadonlyArray<Native<TemplateValue>> = [
  native(
    "groupby(attribute, default?, case_sensitive?)",
    (value, [attribute = null, fallback = null, caseSensitive = false], render) => {
      const read = readPath(attribute, render, fallback)
      const key: ReadItem = isTruthy(caseSensitive) ? read : (item) => ignoreCase(read(item))
      const runs = runsOf(itemsOf(value, render.budget), key, render)
      return new List(runs.map((run) => new Group(read(run[0] ?? null), new List(run))))
    }
  ),
  native(
    "batch(linecount, fill_with?)",
    (value, [size, fill = null], render) =>
      new Stream("batch", batches(cursorOf(value), integerArgument(size, 0), fill, render))
  ),
  native(
    "slice(slices, fill_with?)",
    (value, [count, fill = null], render) =>
      new Stream("slice", slices(itemsOf(value, render.budget), integerArgument(count, 0), fill))
  )
]
