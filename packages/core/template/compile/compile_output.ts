import { featureRefused } from "../failure.ts"
import type { Execute } from "../render_state.ts"
import type { OutputStatement, RefusedStatement, TextStatement } from "../syntax/statement.ts"
import type { Compiler } from "./compiler.ts"

/** Literal text. */
export const compileText = ({ text }: TextStatement): Execute => {
  const cost = Math.floor(text.length / 64)
  return (render) => {
    render.budget.spend(cost)
    render.write(text)
  }
}

/** `{{ value }}` */
export const compileOutput = (node: OutputStatement, compiler: Compiler): Execute => {
  const value = compiler.expression(node.value)
  const { offset } = node
  return (render) => {
    const shown = value(render)
    render.offset = offset
    render.writeValue(shown)
  }
}

/** `{% include %}` and its relatives: read, but refused when reached. */
export const compileRefused =
  ({ tag, offset }: RefusedStatement): Execute =>
  (render) => {
    render.offset = offset
    throw featureRefused(`'${tag}' needs other templates, and there are none`)
  }
