import type { Value, ValueArray } from "../../value/value.ts"
import { type Cursor, TemplateObject, type TemplateValue, type WriteRepr } from "./template_value.ts"

/** Turns a value of a variable pool into a value of a template. */
export type Adopt = (value: Value) => TemplateValue

/** Python's list. A list of the variable pool is copied when it is first touched, so templates never change the pool. */
export class List extends TemplateObject {
  readonly typeName = "list"
  #items: Array<TemplateValue>
  #source: ValueArray | undefined
  #adopt: Adopt | undefined

  constructor(items: Array<TemplateValue>) {
    super()
    this.#items = items
  }

  /** A list of the pool. */
  static adopting(source: ValueArray, adopt: Adopt): List {
    const list = new List([])
    list.#source = source
    list.#adopt = adopt
    return list
  }

  /** The items; whoever changes this array changes the list. */
  get items(): Array<TemplateValue> {
    if (this.#source !== undefined && this.#adopt !== undefined) {
      this.#items = this.#source.map(this.#adopt)
      this.#source = undefined
    }
    return this.#items
  }

  override get holdsData(): boolean {
    return true
  }

  override repr(write: WriteRepr): string {
    return `[${this.items.map(write).join(", ")}]`
  }

  override get ellipsis(): string {
    return "[...]"
  }

  override truthy(): boolean {
    return this.size() > 0
  }

  override size(): number {
    return this.#source === undefined ? this.#items.length : this.#source.length
  }

  override cursor(): Cursor {
    const items = this.items
    let index = 0
    return () => items[index++]
  }

  override hashKey(): undefined {
    return undefined
  }
}
