import type { Evaluate } from "../render_state.ts"
import type { DictExpression, SequenceExpression } from "../syntax/expression.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { Tuple } from "../value/tuple.ts"
import type { Compiler } from "./compiler.ts"

/** `[a, b]` and `(a, b)` */
export const compileSequence = (node: SequenceExpression, compiler: Compiler): Evaluate => {
  const items = node.items.map((item) => compiler.expression(item))
  return node.kind === "list"
    ? (render) => new List(items.map((item) => item(render)))
    : (render) => new Tuple(items.map((item) => item(render)))
}

/** `{a: b}` */
export const compileDict = (node: DictExpression, compiler: Compiler): Evaluate => {
  const entries = node.entries.map(([key, value]) => [compiler.expression(key), compiler.expression(value)] as const)
  const { offset } = node
  return (render) => {
    const dict = new Dict()
    for (const [key, value] of entries) {
      const found = key(render)
      const held = value(render)
      render.offset = offset
      dict.set(found, held)
    }
    return dict
  }
}
