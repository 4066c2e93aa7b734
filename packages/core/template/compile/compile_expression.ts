import type { Evaluate } from "../render_state.ts"
import type { Expression } from "../syntax/expression.ts"
import { compileAttribute, compileItem, compileSlice } from "./compile_access.ts"
import { compileCall } from "./compile_call.ts"
import { compileDict, compileSequence } from "./compile_collection.ts"
import { compileComparison } from "./compile_comparison.ts"
import { compileFilter } from "./compile_filter.ts"
import { compileIs } from "./compile_is.ts"
import { compileConditional, compileLogical } from "./compile_logical.ts"
import { compileBinary, compileConcatenation, compileUnary } from "./compile_operator.ts"
import type { Compiler } from "./compiler.ts"

/** Compiles an expression of any kind. */
export const compileExpression = (node: Expression, compiler: Compiler): Evaluate => {
  switch (node.kind) {
    case "literal": {
      const { value } = node
      return () => value
    }
    case "name": {
      const { name } = node
      return (render) => render.lookup(name)
    }
    case "list":
    case "tuple":
      return compileSequence(node, compiler)
    case "dict":
      return compileDict(node, compiler)
    case "unary":
      return compileUnary(node, compiler)
    case "binary":
      return compileBinary(node, compiler)
    case "and":
    case "or":
      return compileLogical(node, compiler)
    case "concatenation":
      return compileConcatenation(node, compiler)
    case "comparison":
      return compileComparison(node, compiler)
    case "conditional":
      return compileConditional(node, compiler)
    case "attribute":
      return compileAttribute(node, compiler)
    case "item":
      return compileItem(node, compiler)
    case "slice":
      return compileSlice(node, compiler)
    case "call":
      return compileCall(node, compiler)
    case "filter":
      return compileFilter(node, compiler)
    case "test":
      return compileIs(node, compiler)
  }
}
