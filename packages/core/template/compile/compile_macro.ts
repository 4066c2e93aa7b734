import type { Arguments } from "../call/arguments.ts"
import type { Evaluate, Execute } from "../render_state.ts"
import type { CallBlockStatement, MacroDefinition, MacroStatement } from "../syntax/statement.ts"
import { textOf } from "../value/text_of.ts"
import { compileCall } from "./compile_call.ts"
import type { Compiler } from "./compiler.ts"
import { Macro, type MacroTemplate } from "./macro.ts"

const compileDefinition = (definition: MacroDefinition, compiler: Compiler): MacroTemplate =>
  compiler.inner(() => ({
    name: definition.name,
    parameters: definition.parameters.map(({ name, fallback }) => ({
      name,
      fallback: fallback === undefined ? undefined : compiler.expression(fallback)
    })),
    body: compiler.body(definition.body),
    names: definition.names
  }))

/** `{% macro name(a, b=1) %}` */
export const compileMacro = (node: MacroStatement, compiler: Compiler): Execute => {
  const template = compileDefinition(node.macro, compiler)
  return (render) => render.scope.set(template.name, new Macro(template, render.scope, render.autoescape))
}

/** `{% call macro() %}`: the macro gets the body as the function `caller`. */
export const compileCallBlock = (node: CallBlockStatement, compiler: Compiler): Execute => {
  const template = compileDefinition(node.caller, compiler)
  const call: Evaluate = compileCall(node.call, compiler, (args, render): Arguments => {
    const caller = new Macro(template, render.scope, render.autoescape)
    return { positional: args.positional, named: new Map([...(args.named ?? []), ["caller", caller] as const]) }
  })
  return (render) => render.write(textOf(call(render), render.budget))
}
