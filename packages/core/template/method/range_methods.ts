import { type NativeTable, native, tableOf } from "../call/native.ts"
import { evaluationFailed } from "../failure.ts"
import { numericOf } from "../operator/numeric.ts"
import type { NumberRange } from "../value/number_range.ts"
import type { TemplateValue } from "../value/template_value.ts"

const find = (range: NumberRange, value: TemplateValue): number => {
  const number = numericOf(value)
  return number === undefined ? -1 : range.indexOf(Number(number))
}

/** The methods of Python's range. */
export const rangeMethods: NativeTable<NumberRange> = tableOf<NumberRange>([
  native("count(item, /)", (range, [item = null]) => Number(find(range, item) >= 0)),
  native("index(item, /)", (range, [item = null]) => {
    const index = find(range, item)
    if (index < 0) throw evaluationFailed("the number is not in the range")
    return index
  })
])
