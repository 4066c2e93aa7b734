import { pointCursor, pointLength } from "../text/code_points.ts"
import { type Cursor, type HashKey, TemplateObject, type WriteRepr } from "./template_value.ts"
import { textKey } from "./text_key.ts"

/** Text that is HTML already and is not escaped again: what `escape`, `safe` and `tojson` return. */
export class Markup extends TemplateObject {
  readonly typeName = "Markup"
  readonly text: string

  constructor(text: string) {
    super()
    this.text = text
  }

  override get holdsData(): boolean {
    return true
  }

  override repr(write: WriteRepr): string {
    return `Markup(${write(this.text)})`
  }

  override truthy(): boolean {
    return this.text !== ""
  }

  override size(): number {
    return pointLength(this.text)
  }

  override cursor(): Cursor {
    return pointCursor(this.text)
  }

  override hashKey(): HashKey {
    return textKey(this.text)
  }
}
