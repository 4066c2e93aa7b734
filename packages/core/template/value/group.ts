import type { List } from "./list.ts"
import type { TemplateValue } from "./template_value.ts"
import { Tuple } from "./tuple.ts"

/** A group of `groupby`: a pair of what the items have in common (`grouper`) and the items (`list`). */
export class Group extends Tuple {
  readonly #grouper: TemplateValue
  readonly #list: List

  constructor(grouper: TemplateValue, list: List) {
    super([grouper, list])
    this.#grouper = grouper
    this.#list = list
  }

  override attribute(name: string): TemplateValue | undefined {
    if (name === "grouper") return this.#grouper
    return name === "list" ? this.#list : undefined
  }
}
