import type { ValueObject } from "../../value/value.ts"
import { evaluationFailed, typeMismatch } from "../failure.ts"
import { hashKeyOf } from "./hash_key.ts"
import type { Adopt } from "./list.ts"
import { type Cursor, type HashKey, TemplateObject, type TemplateValue, type WriteRepr } from "./template_value.ts"
import { textKey } from "./text_key.ts"

/** An entry of a dictionary: its key as it was written, and its value. */
export interface DictEntry {
  readonly key: TemplateValue
  value: TemplateValue
}

const keyFor = (key: TemplateValue): HashKey => {
  const hash = hashKeyOf(key)
  if (hash !== undefined) return hash
  throw typeMismatch(`unhashable type: '${key instanceof TemplateObject ? key.typeName : typeof key}'`)
}

/** Python's dict. An object of the variable pool is copied when that becomes necessary; reading plain members is not. */
export class Dict extends TemplateObject {
  readonly typeName = "dict"
  readonly #entries = new Map<HashKey, DictEntry>()
  #source: ValueObject | undefined
  #adopt: Adopt | undefined

  /** An object of the pool. */
  static adopting(source: ValueObject, adopt: Adopt): Dict {
    const dict = new Dict()
    dict.#source = source
    dict.#adopt = adopt
    return dict
  }

  get #map(): Map<HashKey, DictEntry> {
    if (this.#source !== undefined && this.#adopt !== undefined) {
      for (const [name, value] of Object.entries(this.#source)) {
        this.#entries.set(textKey(name), { key: name, value: this.#adopt(value) })
      }
      this.#source = undefined
    }
    return this.#entries
  }

  /** The value under a key; undefined when there is none. */
  get(key: TemplateValue): TemplateValue | undefined {
    if (typeof key === "string") return this.member(key)
    return this.#map.get(keyFor(key))?.value
  }

  /** The value under a text, by own property only. */
  member(name: string): TemplateValue | undefined {
    if (this.#source !== undefined) {
      if (!Object.hasOwn(this.#source, name)) return undefined
      const value = this.#source[name]
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value
    }
    return this.#map.get(textKey(name))?.value
  }

  set(key: TemplateValue, value: TemplateValue): void {
    const hash = keyFor(key)
    const entry = this.#map.get(hash)
    // Python keeps the key that was there first.
    if (entry === undefined) this.#map.set(hash, { key, value })
    else entry.value = value
  }

  delete(key: TemplateValue): void {
    this.#map.delete(keyFor(key))
  }

  clear(): void {
    this.#map.clear()
  }

  /** The entries in the order in which they were added. */
  entries(): IterableIterator<DictEntry> {
    return this.#map.values()
  }

  /** Goes over the entries; fails when the dictionary grows or shrinks meanwhile, as in Python. */
  walk<Item>(item: (entry: DictEntry) => Item): () => Item | undefined {
    const size = this.size()
    const entries = this.entries()
    return () => {
      if (this.size() !== size) throw evaluationFailed("the dictionary changed its size during iteration")
      const step = entries.next()
      return step.done === true ? undefined : item(step.value)
    }
  }

  override get holdsData(): boolean {
    return true
  }

  override repr(write: WriteRepr): string {
    return `{${Array.from(this.entries(), ({ key, value }) => `${write(key)}: ${write(value)}`).join(", ")}}`
  }

  override get ellipsis(): string {
    return "{...}"
  }

  override truthy(): boolean {
    return this.size() > 0
  }

  override size(): number {
    return this.#map.size
  }

  override cursor(): Cursor {
    return this.walk((entry) => entry.key)
  }

  override hashKey(): undefined {
    return undefined
  }
}

/** A dictionary from entries; the last of equal keys wins. */
export const dictFrom = (entries: Iterable<readonly [TemplateValue, TemplateValue]>): Dict => {
  const dict = new Dict()
  for (const [key, value] of entries) dict.set(key, value)
  return dict
}
