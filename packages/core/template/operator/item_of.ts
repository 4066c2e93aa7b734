import { valueUndefined } from "../failure.ts"
import type { RenderState } from "../render_state.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { reprOf } from "../value/text_of.ts"
import { ownerName } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"
import { attributeOf } from "./attribute_of.ts"
import { stringOf } from "./equality.ts"
import { findItem } from "./find_item.ts"

/** `object[key]`: an item, else the attribute of that name; undefined when there is neither. */
export const itemOf = (object: TemplateValue, key: TemplateValue, render: RenderState): TemplateValue => {
  if (object instanceof Undefined) throw valueUndefined(object.reason)
  const found = findItem(object, key, render)
  if (found !== undefined) return found
  const name = stringOf(key)
  if (name !== undefined) return attributeOf(object, name)
  return new Undefined(`'${ownerName(object)}' has no element ${reprOf(key, render.budget)}`)
}
