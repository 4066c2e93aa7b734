import { alias, type Native, native } from "../call/native.ts"
import { ownAttributeOf } from "../operator/attribute_of.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { isTruthy } from "../value/truthiness.ts"
import { Undefined } from "../value/undefined_value.ts"

const fallback: Native<TemplateValue> = native(
  "default(default_value?, boolean?)",
  (value, [substitute = "", boolean = false]) =>
    value instanceof Undefined || (isTruthy(boolean) && !isTruthy(value)) ? substitute : value
)

/** Filters about what may be missing. */
export const defaultFilters: ReadonlyArray<Native<TemplateValue>> = [
  fallback,
  alias("d", fallback),
  native("attr(name)", (value, [name = ""], render) => ownAttributeOf(value, textOf(name, render.budget)))
]
