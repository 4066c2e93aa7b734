import { type NativeTable, native, tableOf, variadic } from "../call/native.ts"
import { evaluationFailed } from "../failure.ts"
import { fillDict } from "../global/fill_dict.ts"
import { Dict, dictFrom } from "../value/dict.ts"
import { DictView } from "../value/dict_view.ts"
import { orElse } from "../value/or_else.ts"
import { Tuple } from "../value/tuple.ts"

const copyOf = (dict: Dict): Dict => dictFrom(Array.from(dict.entries(), ({ key, value }) => [key, value] as const))

/** The methods of Python's dict. */
export const dictMethods: NativeTable<Dict> = tableOf<Dict>([
  native("keys(/)", (dict) => new DictView(dict, "keys")),
  native("values(/)", (dict) => new DictView(dict, "values")),
  native("items(/)", (dict) => new DictView(dict, "items")),
  native("get(key, default?, /)", (dict, [key = null, fallback = null]) => orElse(dict.get(key), () => fallback)),
  native("setdefault(key, default?, /)", (dict, [key = null, fallback = null]) => {
    const found = dict.get(key)
    if (found !== undefined) return found
    dict.set(key, fallback)
    return fallback
  }),
  native("pop(key, default?, /)", (dict, [key = null, fallback]) => {
    const found = dict.get(key)
    if (found !== undefined) dict.delete(key)
    const popped = found === undefined ? fallback : found
    if (popped === undefined) throw evaluationFailed("the dictionary has no such key to pop")
    return popped
  }),
  native("popitem(/)", (dict) => {
    const last = Array.from(dict.entries()).at(-1)
    if (last === undefined) throw evaluationFailed("the dictionary is empty, so nothing can be popped")
    dict.delete(last.key)
    return new Tuple([last.key, last.value])
  }),
  native("clear(/)", (dict) => {
    dict.clear()
    return null
  }),
  native("copy(/)", (dict, _args, render) => {
    render.budget.items(dict.size())
    return copyOf(dict)
  }),
  variadic("update", (dict, args, render) => {
    fillDict(dict, args, "update", render.budget)
    return null
  })
])
