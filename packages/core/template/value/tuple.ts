import { typeMismatch } from "../failure.ts"
import { hashKeyOf } from "./hash_key.ts"
import { type Cursor, type HashKey, TemplateObject, type TemplateValue, type WriteRepr } from "./template_value.ts"
import { tupleKey } from "./text_key.ts"

// Objects are keyed by identity; inside the key of a tuple each gets a number of its own.
const identities = new WeakMap<TemplateObject, string>()
let lastIdentity = 0

const identityOf = (object: TemplateObject): string => {
  const known = identities.get(object)
  if (known !== undefined) return known
  const made = `object${++lastIdentity}`
  identities.set(object, made)
  return made
}

const partKey = (value: TemplateValue): string => {
  const key = hashKeyOf(value)
  if (key === undefined) throw typeMismatch(`a tuple that holds a mutable value cannot be a key`)
  if (key instanceof TemplateObject) return identityOf(key)
  // An integral bigint and number never meet: those that fit are always numbers.
  return `${typeof key}${String(key)}`
}

/** Python's tuple: a list that cannot change and can be a key. */
export class Tuple extends TemplateObject {
  readonly typeName: string = "tuple"
  readonly items: ReadonlyArray<TemplateValue>

  constructor(items: ReadonlyArray<TemplateValue>) {
    super()
    this.items = items
  }

  override get holdsData(): boolean {
    return true
  }

  override repr(write: WriteRepr): string {
    const [first] = this.items
    return this.items.length === 1 && first !== undefined
      ? `(${write(first)},)`
      : `(${this.items.map(write).join(", ")})`
  }

  override get ellipsis(): string {
    return "(...)"
  }

  override truthy(): boolean {
    return this.items.length > 0
  }

  override size(): number {
    return this.items.length
  }

  override cursor(): Cursor {
    let index = 0
    return () => this.items[index++]
  }

  override hashKey(): HashKey {
    return tupleKey(this.items.map(partKey))
  }
}
