import type { Arguments } from "../call/arguments.ts"
import { typeMismatch } from "../failure.ts"
import type { Evaluate, Execute, RenderState } from "../render_state.ts"
import { Scope } from "../scope.ts"
import { Dict } from "../value/dict.ts"
import { Markup } from "../value/markup.ts"
import { orElse } from "../value/or_else.ts"
import { Callable, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { Undefined } from "../value/undefined_value.ts"

/** A compiled macro, before it is defined. */
export interface MacroTemplate {
  readonly name: string
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly fallback: Evaluate | undefined }>
  readonly body: Execute
  /** The names its body mentions: `caller`, `varargs` and `kwargs` decide what it takes. */
  readonly names: ReadonlySet<string>
}

/** A macro: a piece of the template that is called like a function and returns what it renders. */
export class Macro extends Callable {
  readonly typeName = "Macro"
  readonly #template: MacroTemplate
  readonly #scope: Scope
  readonly #autoescape: boolean

  constructor(template: MacroTemplate, scope: Scope, autoescape: boolean) {
    super()
    this.#template = template
    this.#scope = scope
    this.#autoescape = autoescape
  }

  override repr(): string {
    return `<Macro '${this.#template.name}'>`
  }

  override attribute(name: string): TemplateValue | undefined {
    switch (name) {
      case "name":
        return this.#template.name
      case "arguments":
        return new Tuple(this.#template.parameters.map((parameter) => parameter.name))
      case "catch_kwargs":
        return this.#template.names.has("kwargs")
      case "catch_varargs":
        return this.#template.names.has("varargs")
      case "caller":
        return this.#template.names.has("caller")
      default:
        return undefined
    }
  }

  override call(args: Arguments, render: RenderState): TemplateValue {
    const { scope, autoescape } = render
    const text = render.deeper(() => {
      render.scope = new Scope(this.#scope)
      render.autoescape = this.#autoescape
      this.#bind(args, render)
      return render.capture(this.#template.body)
    })
    render.scope = scope
    render.autoescape = autoescape
    return autoescape ? new Markup(text) : text
  }

  #bind({ positional, named }: Arguments, render: RenderState): void {
    const { parameters } = this.#template
    const rest = new Map(named)
    for (const [index, { name, fallback }] of parameters.entries()) {
      const missing = fallback ?? (() => new Undefined(`the parameter '${name}' was not provided`))
      const passed = positional[index]
      const value = passed === undefined ? rest.get(name) : passed
      if (passed === undefined) rest.delete(name)
      render.scope.set(name, value === undefined ? missing(render) : value)
    }
    this.#bindCaller(rest, render)
    this.#bindRest(positional.slice(parameters.length), rest, render)
  }

  #bindCaller(rest: Map<string, TemplateValue>, render: RenderState): void {
    const { names, parameters } = this.#template
    if (!names.has("caller") || parameters.some((parameter) => parameter.name === "caller")) return
    render.scope.set(
      "caller",
      orElse(rest.get("caller"), () => new Undefined("there is no caller"))
    )
    rest.delete("caller")
  }

  #bindRest(values: ReadonlyArray<TemplateValue>, rest: ReadonlyMap<string, TemplateValue>, render: RenderState): void {
    const { name, names, parameters } = this.#template
    if (names.has("varargs")) render.scope.set("varargs", new Tuple(values))
    else if (values.length > 0) throw typeMismatch(`the macro '${name}' takes at most ${parameters.length} arguments`)
    if (names.has("kwargs")) {
      const dict = new Dict()
      for (const [key, value] of rest) dict.set(key, value)
      render.scope.set("kwargs", dict)
      return
    }
    const [unknown] = rest.keys()
    if (unknown !== undefined) throw typeMismatch(`the macro '${name}' has no argument '${unknown}'`)
  }
}
