import type { Budget } from "../budget.ts"
import type { Arguments } from "../call/arguments.ts"
import { evaluationFailed, typeMismatch } from "../failure.ts"
import { Dict } from "../value/dict.ts"
import { cursorOf, itemsOf } from "../value/iteration.ts"
import type { TemplateValue } from "../value/template_value.ts"

const addPairs = (dict: Dict, pairs: TemplateValue, budget: Budget): void => {
  const next = cursorOf(pairs)
  for (let pair = next(); pair !== undefined; pair = next()) {
    const [key, value, more] = itemsOf(pair, budget)
    if (key === undefined || value === undefined || more !== undefined) {
      throw evaluationFailed("a dictionary is made of pairs of a key and a value")
    }
    dict.set(key, value)
  }
}

/** What `dict(...)` and `update(...)` take: a dictionary or pairs, and values by name. */
export const fillDict = (dict: Dict, args: Arguments, name: string, budget: Budget): void => {
  const [source, more] = args.positional
  if (more !== undefined) throw typeMismatch(`${name}() takes at most one argument by position`)
  if (source instanceof Dict) {
    budget.items(source.size())
    for (const { key, value } of Array.from(source.entries())) dict.set(key, value)
  } else if (source !== undefined) addPairs(dict, source, budget)
  for (const [key, value] of args.named ?? []) dict.set(key, value)
}
