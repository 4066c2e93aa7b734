import type { NativeTable } from "../call/native.ts"
import { attributeRefused, valueUndefined } from "../failure.ts"
import { byteMethods } from "../method/byte_methods.ts"
import { dictMethods } from "../method/dict_methods.ts"
import { listMethods } from "../method/list_methods.ts"
import { markupMethods } from "../method/markup_methods.ts"
import { numberAttribute } from "../method/number_attributes.ts"
import { rangeMethods } from "../method/range_methods.ts"
import { stringMethods } from "../method/string_methods.ts"
import { tupleMethods } from "../method/tuple_methods.ts"
import { ByteString } from "../value/byte_string.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { Markup } from "../value/markup.ts"
import { NativeFunction } from "../value/native_function.ts"
import { NumberRange } from "../value/number_range.ts"
import { orElse } from "../value/or_else.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { ownerName, typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"

const methodOf = <Receiver extends TemplateValue>(
  table: NativeTable<Receiver>,
  receiver: Receiver,
  name: string
): NativeFunction | undefined => {
  const method = table.get(name)
  if (method === undefined) return undefined
  return new NativeFunction(
    "builtin_function_or_method",
    `<built-in method ${name} of ${typeNameOf(receiver)} object>`,
    (args, render) => method.invoke(receiver, args, render)
  )
}

const objectAttribute = (object: TemplateObject, name: string): TemplateValue | undefined => {
  if (object instanceof Dict) return methodOf(dictMethods, object, name)
  if (object instanceof List) return methodOf(listMethods, object, name)
  const own = object.attribute(name)
  if (own !== undefined) return own
  if (object instanceof Tuple) return methodOf(tupleMethods, object, name)
  if (object instanceof Markup) return methodOf(markupMethods, object, name)
  if (object instanceof NumberRange) return methodOf(rangeMethods, object, name)
  return object instanceof ByteString ? methodOf(byteMethods, object, name) : undefined
}

/** Python's `getattr`: a method or attribute, never an item; undefined when there is none. */
const findAttribute = (object: TemplateValue, name: string): TemplateValue | undefined => {
  if (typeof object === "string") return methodOf(stringMethods, object, name)
  if (object instanceof Undefined) throw valueUndefined(object.reason)
  if (object instanceof TemplateObject) return objectAttribute(object, name)
  return object === null ? undefined : numberAttribute(object, name)
}

/** What a missing attribute is: undefined, or a failure when it would reach into the interpreter. */
const missingAttribute = (object: TemplateValue, name: string): Undefined => {
  const isSpecial = name.startsWith("__") && name.endsWith("__") && name !== "__proto__"
  const isInternal = name.startsWith("_") && object instanceof TemplateObject && !object.holdsData
  if (isSpecial || isInternal) throw attributeRefused(name, typeNameOf(object))
  return new Undefined(`'${ownerName(object)}' has no attribute '${name}'`)
}

/** `object.name`: an attribute, else an item; undefined when there is neither. */
export const attributeOf = (object: TemplateValue, name: string): TemplateValue => {
  const found = findAttribute(object, name)
  if (found !== undefined) return found
  const item = object instanceof Dict ? object.member(name) : undefined
  return orElse(item, () => missingAttribute(object, name))
}

/** `object | attr(name)`: an attribute and never an item. */
export const ownAttributeOf = (object: TemplateValue, name: string): TemplateValue =>
  orElse(findAttribute(object, name), () => missingAttribute(object, name))
