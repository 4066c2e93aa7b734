import type { Arguments } from "../call/arguments.ts"
import type { RenderState } from "../render_state.ts"
import { Callable, type TemplateValue } from "./template_value.ts"

/** A function that is part of the language: a global, or a method bound to its object. */
export class NativeFunction extends Callable {
  readonly typeName: string
  readonly #shown: string
  readonly #invoke: (args: Arguments, render: RenderState) => TemplateValue

  constructor(typeName: string, shown: string, invoke: (args: Arguments, render: RenderState) => TemplateValue) {
    super()
    this.typeName = typeName
    this.#shown = shown
    this.#invoke = invoke
  }

  override repr(): string {
    return this.#shown
  }

  override call(args: Arguments, render: RenderState): TemplateValue {
    return this.#invoke(args, render)
  }
}
