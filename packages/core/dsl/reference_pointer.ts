import type { Selector } from "../value/selector.ts"
import type { Value } from "../value/value.ts"
import { isValueArray, isValueObject } from "../value/value_object.ts"
import { pointerTo } from "./json_pointer.ts"
import type { WorkflowNode } from "./workflow_document.ts"

const isSelector = (value: Value, selector: Selector): boolean =>
  isValueArray(value) && value.length === selector.length && selector.every((part, index) => value[index] === part)

const find = (value: Value, pointer: string, selector: Selector, template: string): string | undefined => {
  if (typeof value === "string") return value.includes(template) ? pointer : undefined
  if (isSelector(value, selector)) return pointer
  const members = isValueArray(value) ? value.entries() : isValueObject(value) ? Object.entries(value) : []
  for (const [name, member] of members) {
    const found = find(member, pointerTo(pointer, name), selector, template)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where a node refers to a variable: the selector or the template in its data; the node when it is not found there. */
export const referencePointer = (node: WorkflowNode, selector: Selector): string =>
  find(node.data, pointerTo(node.pointer, "data"), selector, `{{#${selector.join(".")}#}}`) ?? node.pointer
