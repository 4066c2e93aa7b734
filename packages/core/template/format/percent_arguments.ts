import { evaluationFailed, typeMismatch } from "../failure.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { NumberRange } from "../value/number_range.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { Undefined } from "../value/undefined_value.ts"

/** What the fields of a `%` format take their values from: a tuple, one value, or a dictionary by name. */
export class PercentArguments {
  readonly #values: TemplateValue
  #items: ReadonlyArray<TemplateValue>
  #index = 0

  constructor(values: TemplateValue) {
    this.#values = values
    this.#items = values instanceof Tuple ? values.items : [values]
  }

  next(): TemplateValue {
    const item = this.#items[this.#index++]
    if (item === undefined) throw typeMismatch("the format has more fields than there are values")
    return item
  }

  named(name: string): TemplateValue {
    if (!(this.#values instanceof Dict)) throw typeMismatch("the named fields of a format need a dictionary")
    const value = this.#values.get(name)
    if (value === undefined) throw evaluationFailed(`the format has no value for '%(${name})'`)
    // Once a name was used, nothing is left to be taken by position.
    this.#items = []
    return value
  }

  /** Fails when values were left over; Python forgives that for everything that can be indexed, except texts. */
  finish(): void {
    const values = this.#values
    const forgiven =
      values instanceof Dict || values instanceof List || values instanceof NumberRange || values instanceof Undefined
    if (this.#index < this.#items.length && !forgiven) {
      throw typeMismatch("the format has fewer fields than there are values")
    }
  }
}
