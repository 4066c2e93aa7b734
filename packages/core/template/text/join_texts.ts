import type { Budget } from "../budget.ts"
import { typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { cursorOf } from "../value/iteration.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { typeNameOf } from "../value/type_name.ts"

/** Python's `separator.join(items)`: the items have to be texts already. */
export const joinTexts = (separator: string, items: TemplateValue, budget: Budget): string => {
  const next = cursorOf(items)
  const parts: Array<string> = []
  let length = 0
  for (let item = next(); item !== undefined; item = next()) {
    const text = stringOf(item)
    if (text === undefined)
      throw typeMismatch(`only texts can be joined, item ${parts.length} is '${typeNameOf(item)}'`)
    length += text.length + separator.length
    budget.spend(1)
    parts.push(text)
  }
  budget.build(length)
  return parts.join(separator)
}
