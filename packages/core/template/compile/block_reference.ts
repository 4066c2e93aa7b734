import type { Execute } from "../render_state.ts"
import { NativeFunction } from "../value/native_function.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"

/** The variable `self`: each block of the template is a function of it. */
export class BlockReference extends TemplateObject {
  readonly typeName = "TemplateReference"
  readonly #blocks: ReadonlyMap<string, Execute>

  constructor(blocks: ReadonlyMap<string, Execute>) {
    super()
    this.#blocks = blocks
  }

  override repr(): string {
    return "<TemplateReference None>"
  }

  override attribute(name: string): TemplateValue | undefined {
    const block = this.#blocks.get(name)
    if (block === undefined) return undefined
    return new NativeFunction("BlockReference", `<BlockReference '${name}'>`, (_args, render) =>
      render.captureValue(block)
    )
  }
}
