import { native, type Native } from "../call/native.ts"
import { stringOf } from "../operator/equality.ts"
import type { TemplateValue } from "../value/template_value.ts"

/** Tests of what a template can use. */
export const nameTests: ReadonlyArray<Native<TemplateValue>> = [
  native("filter()", (value, _args, render) => render.environment.filters.has(stringOf(value) ?? "")),
  native("test()", (value, _args, render) => render.environment.tests.has(stringOf(value) ?? ""))
]
