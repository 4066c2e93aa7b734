import type { TemplateValue } from "../value/template_value.ts"
import { Callable } from "../value/template_value.ts"

/** What `joiner(...)` returns: nothing the first time it is called, the separator every other time. */
export class Joiner extends Callable {
  readonly typeName = "Joiner"
  readonly #separator: TemplateValue
  #used = false

  constructor(separator: TemplateValue) {
    super()
    this.#separator = separator
  }

  override repr(): string {
    return "<Joiner>"
  }

  override attribute(name: string): TemplateValue | undefined {
    if (name === "sep") return this.#separator
    return name === "used" ? this.#used : undefined
  }

  override call(): TemplateValue {
    const text = this.#used ? this.#separator : ""
    this.#used = true
    return text
  }
}
