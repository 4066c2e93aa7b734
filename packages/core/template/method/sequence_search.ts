import type { Budget } from "../budget.ts"
import { integerArgument } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { isSameOrEqual } from "../operator/equality.ts"
import type { TemplateValue } from "../value/template_value.ts"

const place = (bound: number, length: number): number => (bound < 0 ? Math.max(0, bound + length) : bound)

/** Python's `index`: where an equal item is; fails when there is none. */
export const indexIn = (
  items: ReadonlyArray<TemplateValue>,
  item: TemplateValue,
  start: TemplateValue | undefined,
  end: TemplateValue | undefined,
  budget: Budget
): number => {
  const last = Math.min(place(integerArgument(end, items.length), items.length), items.length)
  for (let index = place(integerArgument(start, 0), items.length); index < last; index++) {
    budget.spend(1)
    if (isSameOrEqual(items[index] ?? null, item, budget)) return index
  }
  throw evaluationFailed("the item is not there")
}

/** Python's `count`: how many items are equal. */
export const countOf = (items: ReadonlyArray<TemplateValue>, item: TemplateValue, budget: Budget): number => {
  budget.spend(items.length)
  return items.filter((candidate) => isSameOrEqual(candidate, item, budget)).length
}
