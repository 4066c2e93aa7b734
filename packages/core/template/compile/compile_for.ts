import type { Evaluate, Execute, RenderState } from "../render_state.ts"
import { Scope } from "../scope.ts"
import type { ForStatement } from "../syntax/statement.ts"
import { cursorOf, sizeOf } from "../value/iteration.ts"
import type { Cursor, TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { type Assign, compileTarget } from "./compile_target.ts"
import type { Compiler } from "./compiler.ts"
import { LoopContext } from "./loop_context.ts"

/** A compiled loop. */
interface Loop {
  readonly assign: Assign
  readonly filter: Evaluate | undefined
  readonly body: Execute
  readonly otherwise: Execute
  readonly usesLoop: boolean
  readonly recursive: boolean
}

/** Where and how deep a loop runs. */
interface Round {
  readonly render: RenderState
  /** The scope the loop stands in; each round has one of its own inside it. */
  readonly outer: Scope
  readonly depth: number
}

/** Lets only those items pass for which the filter of the loop holds. */
const filtered =
  (next: Cursor, filter: Evaluate, assign: Assign, { render, outer }: Round): Cursor =>
  () => {
    const scope = render.scope
    for (let item = next(); item !== undefined; item = next()) {
      render.budget.spend(1)
      render.scope = new Scope(outer)
      assign(render, item)
      const passes = isTruthy(filter(render))
      render.scope = scope
      if (passes) return item
    }
    return undefined
  }

const contextOf = (loop: Loop, next: Cursor, size: number | undefined, round: Round): LoopContext => {
  const { render, outer, depth } = round
  const recurse = (items: TemplateValue): TemplateValue =>
    render.deeper(() => render.captureValue(() => run(loop, items, { render, outer, depth: depth + 1 })))
  return new LoopContext({ next, size, depth, recurse: loop.recursive ? recurse : undefined })
}

const run = (loop: Loop, items: TemplateValue, round: Round): void => {
  const { render, outer } = round
  const { assign, body, filter } = loop
  const before = render.scope
  const all = cursorOf(items)
  const next = filter === undefined ? all : filtered(all, filter, assign, round)
  const size = filter === undefined ? sizeOf(items) : undefined
  const context = loop.usesLoop ? contextOf(loop, next, size, round) : undefined
  const advance = context === undefined ? next : () => context.advance()
  let empty = true
  for (let item = advance(); item !== undefined; item = advance()) {
    empty = false
    render.budget.spend(1)
    const scope = new Scope(outer)
    render.scope = scope
    assign(render, item)
    if (context !== undefined) scope.set("loop", context)
    body(render)
  }
  render.scope = before
  if (empty) render.within(new Scope(outer), loop.otherwise)
}

/** `{% for %}` */
export const compileFor = (node: ForStatement, compiler: Compiler): Execute => {
  const source = compiler.expression(node.source)
  const { usesLoop, recursive, offset } = node
  const loop = compiler.inner(() => ({
    assign: compileTarget(node.target),
    filter: node.filter === undefined ? undefined : compiler.expression(node.filter),
    body: compiler.body(node.body),
    otherwise: compiler.body(node.otherwise),
    usesLoop,
    recursive
  }))
  return (render) => {
    const items = source(render)
    render.offset = offset
    run(loop, items, { render, outer: render.scope, depth: 0 })
  }
}
