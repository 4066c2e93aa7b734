import { type NativeTable, native, tableOf } from "../call/native.ts"
import type { Tuple } from "../value/tuple.ts"
import { countOf, indexIn } from "./sequence_search.ts"

/** The methods of Python's tuple. */
export const tupleMethods: NativeTable<Tuple> = tableOf<Tuple>([
  native("count(item, /)", (tuple, [item = null], render) => countOf(tuple.items, item, render.budget)),
  native("index(item, start?, end?, /)", (tuple, [item = null, start, end], render) =>
    indexIn(tuple.items, item, start, end, render.budget)
  )
])
