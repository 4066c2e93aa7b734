import { type NativeTable, native, tableOf } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { sortItems } from "../operator/sort_items.ts"
import { itemsOf } from "../value/iteration.ts"
import { List } from "../value/list.ts"
import { Callable } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { countOf, indexIn } from "./sequence_search.ts"

/** The methods of Python's list. */
export const listMethods: NativeTable<List> = tableOf<List>([
  native("append(item, /)", (list, [item = null]) => {
    list.items.push(item)
    return null
  }),
  native("extend(items, /)", (list, [items = null], render) => {
    for (const item of itemsOf(items, render.budget)) list.items.push(item)
    return null
  }),
  native("insert(index, item, /)", (list, [index, item = null], render) => {
    render.budget.items(list.items.length)
    list.items.splice(integerArgument(index, 0), 0, item)
    return null
  }),
  native("pop(index?, /)", (list, [index], render) => {
    const at = integerArgument(index, -1)
    const place = at < 0 ? at + list.items.length : at
    const item = list.items[place]
    if (item === undefined) throw evaluationFailed("the list has no item there to pop")
    render.budget.items(list.items.length - place)
    list.items.splice(place, 1)
    return item
  }),
  native("remove(item, /)", (list, [item = null], render) => {
    list.items.splice(indexIn(list.items, item, undefined, undefined, render.budget), 1)
    return null
  }),
  native("clear(/)", (list) => {
    list.items.length = 0
    return null
  }),
  native("copy(/)", (list, _args, render) => new List(itemsOf(list, render.budget))),
  native("reverse(/)", (list, _args, render) => {
    render.budget.items(list.items.length)
    list.items.reverse()
    return null
  }),
  native("sort(key?, reverse?)", (list, [key = null, reverse = false], render) => {
    const keyOf = key instanceof Callable ? key : undefined
    sortItems(list.items, {
      key: (item) => (keyOf === undefined ? item : keyOf.call({ positional: [item], named: undefined }, render)),
      descending: isTruthy(reverse),
      budget: render.budget
    })
    return null
  }),
  native("count(item, /)", (list, [item = null], render) => countOf(list.items, item, render.budget)),
  native("index(item, start?, end?, /)", (list, [item = null, start, end], render) =>
    indexIn(list.items, item, start, end, render.budget)
  )
])
