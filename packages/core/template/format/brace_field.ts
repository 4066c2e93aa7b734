import { attributeRefused, evaluationFailed, valueUndefined } from "../failure.ts"
import { numberAttribute } from "../method/number_attributes.ts"
import { findItem } from "../operator/find_item.ts"
import type { RenderState } from "../render_state.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"

const attributeIn = (object: TemplateValue, name: string): TemplateValue => {
  if (object instanceof Undefined) throw valueUndefined(object.reason)
  if (name.startsWith("_")) throw attributeRefused(name, typeNameOf(object))
  const found =
    object instanceof TemplateObject
      ? object.attribute(name)
      : object === null || typeof object === "string"
        ? undefined
        : numberAttribute(object, name)
  if (found === undefined) throw evaluationFailed(`'${typeNameOf(object)}' has no attribute '${name}'`)
  return found
}

const itemIn = (object: TemplateValue, name: string, render: RenderState): TemplateValue => {
  if (object instanceof Undefined) throw valueUndefined(object.reason)
  const found = findItem(object, /^\d+$/.test(name) ? Number(name) : name, render)
  if (found === undefined) throw evaluationFailed(`there is no item '${name}' for the format`)
  return found
}

/** Follows the path after the name of a field: `[key]` and `.attribute`, any number of them. */
export const followPath = (start: TemplateValue, path: string, render: RenderState): TemplateValue => {
  let value = start
  let index = 0
  while (index < path.length) {
    if (path[index] === "[") {
      const close = path.indexOf("]", index)
      if (close <= index + 1) throw evaluationFailed("a field of the format has a '[' without a key and ']'")
      value = itemIn(value, path.slice(index + 1, close), render)
      index = close + 1
    } else if (path[index] === ".") {
      const end = path.slice(index + 1).search(/[.[]/)
      const stop = end < 0 ? path.length : index + 1 + end
      if (stop === index + 1) throw evaluationFailed("a field of the format has an empty attribute")
      value = attributeIn(value, path.slice(index + 1, stop))
      index = stop
    } else throw evaluationFailed("a field of the format has something else than '.' or '[' after a ']'")
  }
  return value
}
