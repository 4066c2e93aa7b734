import type { Budget } from "../budget.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { isOrdered } from "./order.ts"

/** How items are sorted. */
export interface SortOptions {
  readonly key: (item: TemplateValue) => TemplateValue
  readonly descending: boolean
  readonly budget: Budget
}

/** Sorts in place as Python does: by `<` only, and equal items keep their order in both directions. */
export const sortItems = (items: Array<TemplateValue>, options: SortOptions): void => {
  const { key, descending, budget } = options
  budget.spend(items.length)
  const keyed = items.map((item) => ({ item, key: key(item) }))
  const less = (left: TemplateValue, right: TemplateValue): boolean => isOrdered("<", left, right, budget)
  keyed.sort((left, right) => {
    if (less(left.key, right.key)) return descending ? 1 : -1
    if (less(right.key, left.key)) return descending ? -1 : 1
    return 0
  })
  for (const [index, { item }] of keyed.entries()) items[index] = item
}
