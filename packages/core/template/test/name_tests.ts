import { type Native, native } from "../call/native.ts"
import { typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { hashKeyOf } from "../value/hash_key.ts"
import type { TemplateValue } from "../value/template_value.ts"

const nameOf = (value: TemplateValue): string => {
  if (hashKeyOf(value) === undefined) throw typeMismatch("a list or dictionary is no name")
  return stringOf(value) ?? ""
}

/** Tests of what a template can use. */
export const nameTests: ReadonlyArray<Native<TemplateValue>> = [
  native("filter()", (value, _args, render) => render.environment.filters.has(nameOf(value))),
  native("test()", (value, _args, render) => render.environment.tests.has(nameOf(value)))
]
