import type { Arguments } from "../call/arguments.ts"
import type { Environment } from "../environment.ts"
import { SyntaxFailure } from "../failure.ts"
import type { Evaluate, Execute, RenderState } from "../render_state.ts"
import type { ArgumentList, Expression } from "../syntax/expression.ts"
import type { Body } from "../syntax/statement.ts"
import { compileArguments } from "./compile_arguments.ts"
import { compileExpression } from "./compile_expression.ts"
import { compileStatement } from "./compile_statement.ts"

const maximumDepth = 500

const nothing: Execute = () => {}

/**
 * Turns a parsed template into functions. Each expression and statement has a compile function of its own, which
 * compiles its parts through this.
 */
export class Compiler {
  readonly environment: Environment
  /** The bodies of `{% block %}`, by name. */
  readonly blocks = new Map<string, Execute>()
  #depth = 0
  #conditional = false

  constructor(environment: Environment) {
    this.environment = environment
  }

  /**
   * Whether what is compiled is directly part of a condition. An unknown filter or test fails there when it is
   * reached, and anywhere else before anything is rendered.
   */
  get conditional(): boolean {
    return this.#conditional
  }

  expression(node: Expression): Evaluate {
    return this.#deeper(node.offset, () => compileExpression(node, this))
  }

  arguments(list: ArgumentList): (render: RenderState) => Arguments {
    return compileArguments(list, this)
  }

  body(statements: Body): Execute {
    const [first] = statements
    if (first === undefined) return nothing
    return this.#deeper(first.offset, () => sequence(statements.map((statement) => compileStatement(statement, this))))
  }

  /** Compiles the branches of a condition. */
  branch<Part>(compile: () => Part): Part {
    return this.#mark(true, compile)
  }

  /** Compiles something with names of its own: a loop, a macro, a block. */
  inner<Part>(compile: () => Part): Part {
    return this.#mark(false, compile)
  }

  #mark<Part>(conditional: boolean, compile: () => Part): Part {
    const outer = this.#conditional
    this.#conditional = conditional
    const part = compile()
    this.#conditional = outer
    return part
  }

  #deeper<Part>(offset: number, compile: () => Part): Part {
    if (++this.#depth > maximumDepth) {
      throw new SyntaxFailure(`an expression is nested more than ${maximumDepth} operations deep`, offset)
    }
    const part = compile()
    this.#depth--
    return part
  }
}

const sequence = (steps: ReadonlyArray<Execute>): Execute => {
  const [first, second] = steps
  if (first !== undefined && steps.length === 1) return first
  if (first !== undefined && second !== undefined && steps.length === 2) {
    return (render) => {
      first(render)
      second(render)
    }
  }
  return (render) => {
    for (const step of steps) step(render)
  }
}
