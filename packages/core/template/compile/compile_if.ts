import type { Execute } from "../render_state.ts"
import type { IfStatement } from "../syntax/statement.ts"
import { isTruthy } from "../value/truthiness.ts"
import type { Compiler } from "./compiler.ts"

/** `{% if %}`: the first branch whose test holds. */
export const compileIf = (node: IfStatement, compiler: Compiler): Execute =>
  compiler.branch(() => {
    const branches = node.branches.map(({ test, body }) => ({
      test: compiler.expression(test),
      body: compiler.body(body)
    }))
    const otherwise = compiler.body(node.otherwise)
    return (render) => {
      for (const { test, body } of branches) {
        if (isTruthy(test(render))) return body(render)
      }
      return otherwise(render)
    }
  })
