import { evaluationFailed } from "../failure.ts"
import { NativeFunction } from "../value/native_function.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"

const method = (name: string, run: () => TemplateValue): NativeFunction =>
  new NativeFunction("method", `<bound method Cycler.${name}>`, run)

/** What `cycler(...)` returns: values that come round again. */
export class Cycler extends TemplateObject {
  readonly typeName = "Cycler"
  readonly #items: ReadonlyArray<TemplateValue>
  #index = 0

  constructor(items: ReadonlyArray<TemplateValue>) {
    super()
    if (items.length === 0) throw evaluationFailed("cycler() needs at least one value")
    this.#items = items
  }

  override repr(): string {
    return "<Cycler>"
  }

  override attribute(name: string): TemplateValue | undefined {
    switch (name) {
      case "current":
        return this.#current()
      case "items":
        return new Tuple(this.#items)
      case "pos":
        return this.#index
      case "next":
        return method(name, () => this.#next())
      case "reset":
        return method(name, () => {
          this.#index = 0
          return null
        })
      default:
        return undefined
    }
  }

  #current(): TemplateValue {
    return this.#items[this.#index] ?? null
  }

  #next(): TemplateValue {
    const current = this.#current()
    this.#index = (this.#index + 1) % this.#items.length
    return current
  }
}
