import { type Native, native } from "../call/native.ts"
import { evaluationFailed, typeMismatch, valueUndefined } from "../failure.ts"
import { isOrdered } from "../operator/order.ts"
import { sortItems } from "../operator/sort_items.ts"
import type { RenderState } from "../render_state.ts"
import { Dict } from "../value/dict.ts"
import { hashKeyOf } from "../value/hash_key.ts"
import { cursorOf, itemsOf } from "../value/iteration.ts"
import { List } from "../value/list.ts"
import { Stream } from "../value/stream.ts"
import type { HashKey, TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { ignoreCase, pathsOf, type ReadItem, readPath } from "./attribute_path.ts"

const caseRule = (caseSensitive: TemplateValue): ReadItem => (isTruthy(caseSensitive) ? (value) => value : ignoreCase)

const sortKey = (attribute: TemplateValue, caseSensitive: TemplateValue, render: RenderState): ReadItem => {
  const paths = pathsOf(attribute).map((path) => readPath(path, render))
  const compared = caseRule(caseSensitive)
  return (item) => new Tuple(paths.map((read) => compared(read(item))))
}

const extreme = (name: string, operator: "<" | ">"): Native<TemplateValue> =>
  native(`${name}(case_sensitive?, attribute?)`, (value, [caseSensitive = false, attribute = null], render) => {
    const read = readPath(attribute, render)
    const compared = caseRule(caseSensitive)
    const next = cursorOf(value)
    let best = next()
    if (best === undefined) return new Undefined(`there is no ${name}, the sequence is empty`)
    let bestKey = compared(read(best))
    for (let item = next(); item !== undefined; item = next()) {
      render.budget.spend(1)
      const key = compared(read(item))
      if (!isOrdered(operator, key, bestKey, render.budget)) continue
      best = item
      bestKey = key
    }
    return best
  })

const uniqueKey = (value: TemplateValue): HashKey => {
  const key = hashKeyOf(value)
  if (key === undefined) throw typeMismatch(`unhashable type: '${typeNameOf(value)}'`)
  return key
}

const sortPlace = (by: TemplateValue): "key" | "value" => {
  if (by === "key" || by === "value") return by
  throw evaluationFailed('dictsort sorts by "key" or "value"')
}

/** Filters that order items. */
export const sortFilters: ReadonlyArray<Native<TemplateValue>> = [
  native(
    "sort(reverse?, case_sensitive?, attribute?)",
    (value, [reverse = false, caseSensitive = false, attribute = null], render) => {
      const items = itemsOf(value, render.budget)
      const key = sortKey(attribute, caseSensitive, render)
      sortItems(items, { key, descending: isTruthy(reverse), budget: render.budget })
      return new List(items)
    }
  ),
  native(
    "dictsort(case_sensitive?, by?, reverse?)",
    (value, [caseSensitive = false, by = "key", reverse = false], render) => {
      const place = sortPlace(by)
      if (value instanceof Undefined) throw valueUndefined(value.reason)
      if (!(value instanceof Dict)) throw evaluationFailed(`dictsort needs a dictionary, not '${typeNameOf(value)}'`)
      const compared = caseRule(caseSensitive)
      const pairs: Array<TemplateValue> = Array.from(value.entries(), (entry) => new Tuple([entry.key, entry.value]))
      const read = readPath(place === "key" ? 0 : 1, render)
      sortItems(pairs, { key: (pair) => compared(read(pair)), descending: isTruthy(reverse), budget: render.budget })
      return new List(pairs)
    }
  ),
  native("unique(case_sensitive?, attribute?)", (value, [caseSensitive = false, attribute = null], render) => {
    const read = readPath(attribute, render)
    const compared = caseRule(caseSensitive)
    const next = cursorOf(value)
    const seen = new Set<HashKey>()
    return new Stream("unique", () => {
      for (let item = next(); item !== undefined; item = next()) {
        render.budget.spend(1)
        const key = uniqueKey(compared(read(item)))
        if (seen.has(key)) continue
        seen.add(key)
        return item
      }
      return undefined
    })
  }),
  extreme("min", "<"),
  extreme("max", ">")
]
