import { Dict } from "../value/dict.ts"
import { TemplateObject, type TemplateValue, type WriteRepr } from "../value/template_value.ts"

/** What `namespace(...)` returns: names that inner blocks of a template can change. */
export class Namespace extends TemplateObject {
  readonly typeName = "Namespace"
  readonly values: Dict

  constructor(values: Dict) {
    super()
    this.values = values
  }

  override get holdsData(): boolean {
    return true
  }

  override repr(write: WriteRepr): string {
    return `<Namespace ${write(this.values)}>`
  }

  override attribute(name: string): TemplateValue | undefined {
    return this.values.member(name)
  }
}
