import { evaluationFailed, typeMismatch } from "../failure.ts"
import { Namespace } from "../global/namespace.ts"
import type { RenderState } from "../render_state.ts"
import type { Target } from "../syntax/statement.ts"
import { cursorOf } from "../value/iteration.ts"
import type { TemplateValue } from "../value/template_value.ts"

/** Assigns a value in the current scope. */
export type Assign = (render: RenderState, value: TemplateValue) => void

const toAttribute =
  (name: string, attribute: string, offset: number): Assign =>
  (render, value) => {
    const holder = render.lookup(name)
    render.offset = offset
    if (!(holder instanceof Namespace)) {
      throw evaluationFailed(`'${name}' is no namespace, so '${name}.${attribute}' cannot be set`)
    }
    holder.values.set(attribute, value)
  }

const toEach =
  (targets: ReadonlyArray<Assign>): Assign =>
  (render, value) => {
    const next = cursorOf(value, (typeName) =>
      typeMismatch(`'${typeName}' cannot be taken apart into ${targets.length} names`)
    )
    for (const [index, assign] of targets.entries()) {
      const item = next()
      if (item === undefined) throw evaluationFailed(`there are only ${index} values for ${targets.length} names`)
      assign(render, item)
    }
    if (next() !== undefined) throw evaluationFailed(`there are more than ${targets.length} values for as many names`)
  }

/** What the left side of an assignment does with a value. */
export const compileTarget = (target: Target): Assign => {
  switch (target.kind) {
    case "name": {
      const { name } = target
      return (render, value) => render.scope.set(name, value)
    }
    case "attribute":
      return toAttribute(target.name, target.attribute, target.offset)
    case "tuple":
      return toEach(target.items.map(compileTarget))
  }
}
