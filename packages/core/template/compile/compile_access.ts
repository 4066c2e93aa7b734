import { dictMethods } from "../method/dict_methods.ts"
import { attributeOf } from "../operator/attribute_of.ts"
import { itemOf } from "../operator/item_of.ts"
import { sliceOf } from "../operator/slice_of.ts"
import type { Evaluate } from "../render_state.ts"
import type { AttributeExpression, Expression, ItemExpression, SliceExpression } from "../syntax/expression.ts"
import { Dict } from "../value/dict.ts"
import type { Compiler } from "./compiler.ts"

/** `a.name` */
export const compileAttribute = (node: AttributeExpression, compiler: Compiler): Evaluate => {
  const object = compiler.expression(node.object)
  const { name, offset } = node
  const isMethod = dictMethods.has(name)
  return (render) => {
    const target = object(render)
    // The common case: a member of an object, which no method of dictionaries hides.
    const member = !isMethod && target instanceof Dict ? target.member(name) : undefined
    if (member !== undefined) return member
    render.offset = offset
    return attributeOf(target, name)
  }
}

/** `a[key]` */
export const compileItem = (node: ItemExpression, compiler: Compiler): Evaluate => {
  const object = compiler.expression(node.object)
  const key = compiler.expression(node.key)
  const { offset } = node
  return (render) => {
    const target = object(render)
    const found = key(render)
    render.offset = offset
    return itemOf(target, found, render)
  }
}

/** `a[start:stop:step]` */
export const compileSlice = (node: SliceExpression, compiler: Compiler): Evaluate => {
  const bound = (part: Expression | undefined): Evaluate | undefined =>
    part === undefined ? undefined : compiler.expression(part)
  const object = compiler.expression(node.object)
  const start = bound(node.start)
  const stop = bound(node.stop)
  const step = bound(node.step)
  const { offset } = node
  return (render) => {
    const target = object(render)
    const bounds = { start: start?.(render), stop: stop?.(render), step: step?.(render) }
    render.offset = offset
    return sliceOf(target, bounds, render)
  }
}
