import type { Execute } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { AutoescapeStatement } from "../syntax/statement.ts"
import { isTruthy } from "../value/truthiness.ts"
import type { Compiler } from "./compiler.ts"

/** `{% autoescape true %}` */
export const compileAutoescape = (node: AutoescapeStatement, compiler: Compiler): Execute => {
  const enabled = compiler.expression(node.enabled)
  const body = compiler.inner(() => compiler.body(node.body))
  return (render) => {
    const outer = render.autoescape
    render.autoescape = isTruthy(enabled(render))
    render.within(new Scope(render.scope), body)
    render.autoescape = outer
  }
}
