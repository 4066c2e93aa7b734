import { attributeRefused } from "../failure.ts"
import { type Cursor, TemplateObject, type TemplateValue } from "./template_value.ts"

/** A Python generator: items that are made when they are asked for, once. What `map`, `select` and others return. */
export class Stream extends TemplateObject {
  readonly typeName = "generator"
  readonly #name: string
  readonly #next: Cursor

  constructor(name: string, next: Cursor) {
    super()
    this.#name = name
    this.#next = next
  }

  override repr(): string {
    return `<generator object ${this.#name}>`
  }

  override cursor(): Cursor {
    return this.#next
  }

  override attribute(name: string): TemplateValue | undefined {
    if (name.startsWith("gi_")) throw attributeRefused(name, this.typeName)
    return undefined
  }
}
