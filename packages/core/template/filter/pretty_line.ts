import type { Budget } from "../budget.ts"
import { sortItems } from "../operator/sort_items.ts"
import { comparePoints } from "../text/code_points.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { reprOf } from "../value/text_of.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"

/** The keys of a dictionary in the order of pprint: sorted where they compare, else by their types. */
export const prettyKeys = (dict: Dict, budget: Budget): Array<TemplateValue> => {
  const keys = Array.from(dict.entries(), (entry) => entry.key)
  const isSortable = keys.every((key) => typeof key === "string") || keys.every((key) => typeof key === "number")
  if (isSortable) sortItems(keys, { key: (key) => key, descending: false, budget })
  else keys.sort((left, right) => comparePoints(typeNameOf(left), typeNameOf(right)))
  return keys
}

/** A value on one line: its `repr`, with the keys of dictionaries sorted. */
export const prettyLine = (value: TemplateValue, budget: Budget): string => {
  const open = new Set<TemplateObject>()
  const write = (nested: TemplateValue): string => {
    budget.spend(1)
    const isCollection = nested instanceof Dict || nested instanceof List || nested instanceof Tuple
    if (!isCollection) return reprOf(nested, budget)
    if (open.has(nested)) return nested.ellipsis
    open.add(nested)
    const text = nested instanceof Dict ? writeDict(nested) : nested.repr(write)
    open.delete(nested)
    budget.build(text.length)
    return text
  }
  const writeDict = (dict: Dict): string =>
    `{${prettyKeys(dict, budget)
      .map((key) => `${write(key)}: ${write(dict.get(key) ?? null)}`)
      .join(", ")}}`
  return write(value)
}
