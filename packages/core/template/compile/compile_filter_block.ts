import { typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import type { Execute } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { FilterBlockStatement } from "../syntax/statement.ts"
import { typeNameOf } from "../value/type_name.ts"
import { compileFilterChain } from "./compile_filter.ts"
import type { Compiler } from "./compiler.ts"

/** `{% filter name %}...{% endfilter %}` */
export const compileFilterBlock = (node: FilterBlockStatement, compiler: Compiler): Execute => {
  const { body, apply } = compiler.inner(() => ({
    body: compiler.body(node.body),
    apply: compileFilterChain(node.filter, compiler)
  }))
  return (render) => {
    const outer = render.scope
    render.scope = new Scope(outer)
    const value = apply(render.captureValue(body), render)
    render.scope = outer
    const text = stringOf(value)
    if (text === undefined) throw typeMismatch(`a filter block has to result in text, not '${typeNameOf(value)}'`)
    render.write(text)
  }
}
