import type { NativeTable } from "./call/native.ts"
import type { TemplateValue } from "./value/template_value.ts"

/** What a template finds by name without defining it. */
export interface Environment {
  readonly filters: NativeTable<TemplateValue>
  readonly tests: NativeTable<TemplateValue>
  readonly globals: ReadonlyMap<string, TemplateValue>
}
