import { type Arguments, noArguments } from "../call/arguments.ts"
import { typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import type { Evaluate, RenderState } from "../render_state.ts"
import type { ArgumentList } from "../syntax/expression.ts"
import { Dict } from "../value/dict.ts"
import { itemsOf } from "../value/iteration.ts"
import type { TemplateValue } from "../value/template_value.ts"
import type { Compiler } from "./compiler.ts"

const addNamed = (named: Map<string, TemplateValue>, extra: TemplateValue): void => {
  if (!(extra instanceof Dict)) throw typeMismatch("'**' in a call needs a dictionary")
  for (const { key, value } of extra.entries()) {
    const name = stringOf(key)
    if (name === undefined) throw typeMismatch("'**' in a call needs a dictionary with texts as keys")
    if (named.has(name)) throw typeMismatch(`a call gets its argument '${name}' twice`)
    named.set(name, value)
  }
}

/** The arguments of a call, filter or test. */
export const compileArguments = (list: ArgumentList, compiler: Compiler): ((render: RenderState) => Arguments) => {
  const positional = list.positional.map((node) => compiler.expression(node))
  const named = list.named.map(([name, node]) => [name, compiler.expression(node)] as const)
  const evaluate = (render: RenderState): Array<TemplateValue> => positional.map((argument) => argument(render))
  const spread: Evaluate | undefined = list.spread === undefined ? undefined : compiler.expression(list.spread)
  const spreadNamed = list.spreadNamed === undefined ? undefined : compiler.expression(list.spreadNamed)
  if (spread === undefined && spreadNamed === undefined && named.length === 0) {
    if (positional.length === 0) return () => noArguments
    return (render) => ({ positional: evaluate(render), named: undefined })
  }
  return (render) => {
    const values = evaluate(render)
    if (spread !== undefined) for (const item of itemsOf(spread(render), render.budget)) values.push(item)
    const byName = new Map<string, TemplateValue>()
    for (const [name, value] of named) byName.set(name, value(render))
    if (spreadNamed !== undefined) addNamed(byName, spreadNamed(render))
    return { positional: values, named: byName.size === 0 ? undefined : byName }
  }
}
