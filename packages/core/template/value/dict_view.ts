import type { Dict, DictEntry } from "./dict.ts"
import { List } from "./list.ts"
import { type Cursor, TemplateObject, type TemplateValue, type WriteRepr } from "./template_value.ts"
import { Tuple } from "./tuple.ts"

/** Which part of the entries a view shows. */
export type DictViewKind = "keys" | "values" | "items"

const shown: Record<DictViewKind, (entry: DictEntry) => TemplateValue> = {
  keys: (entry) => entry.key,
  values: (entry) => entry.value,
  items: (entry) => new Tuple([entry.key, entry.value])
}

/** What `keys()`, `values()` and `items()` of a dictionary return: a view that follows its changes. */
export class DictView extends TemplateObject {
  readonly typeName: string
  readonly dict: Dict
  readonly kind: DictViewKind

  constructor(dict: Dict, kind: DictViewKind) {
    super()
    this.typeName = `dict_${kind}`
    this.dict = dict
    this.kind = kind
  }

  override repr(write: WriteRepr): string {
    return `${this.typeName}(${write(new List(Array.from(this.dict.entries(), shown[this.kind])))})`
  }

  override truthy(): boolean {
    return this.size() > 0
  }

  override size(): number {
    return this.dict.size()
  }

  override cursor(): Cursor {
    return this.dict.walk(shown[this.kind])
  }

  /** The same entries from the last to the first. */
  reversed(): Array<TemplateValue> {
    return Array.from(this.dict.entries(), shown[this.kind]).reverse()
  }
}
