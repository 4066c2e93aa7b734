import type { Arguments } from "../call/arguments.ts"
import { type Native, variadic } from "../call/native.ts"
import { evaluationFailed } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { cursorOf } from "../value/iteration.ts"
import { Stream } from "../value/stream.ts"
import type { Cursor, TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { type ReadItem, readPath } from "./attribute_path.ts"

/** A stream that is prepared when the first item is asked for: what is never read never fails, as in Jinja2. */
const lazily = (name: string, value: TemplateValue, prepare: () => Cursor): Stream => {
  let next: Cursor | undefined
  return new Stream(name, () => {
    next ??= isTruthy(value) ? prepare() : () => undefined
    return next()
  })
}

const filterByName = (args: Arguments, render: RenderState): ReadItem => {
  const [name, ...positional] = args.positional
  if (name === undefined) throw evaluationFailed("map needs the name of a filter or an attribute")
  const filter = render.environment.filters.get(stringOf(name) ?? "")
  if (filter === undefined) throw evaluationFailed(`there is no filter '${stringOf(name) ?? "?"}'`)
  return (item) => filter.invoke(item, { positional, named: args.named }, render)
}

const mapping = (args: Arguments, render: RenderState): ReadItem => {
  const attribute = args.named?.get("attribute")
  if (args.positional.length > 0 || attribute === undefined) return filterByName(args, render)
  for (const name of args.named?.keys() ?? []) {
    if (name !== "attribute" && name !== "default") throw evaluationFailed(`map has no argument '${name}'`)
  }
  return readPath(attribute, render, args.named?.get("default") ?? null)
}

const testByName = (args: ReadonlyArray<TemplateValue>, named: Arguments["named"], render: RenderState) => {
  const [name, ...positional] = args
  if (name === undefined) return isTruthy
  const test = render.environment.tests.get(stringOf(name) ?? "")
  if (test === undefined) throw evaluationFailed(`there is no test '${stringOf(name) ?? "?"}'`)
  return (item: TemplateValue) => isTruthy(test.invoke(item, { positional, named }, render))
}

/** `select`, `reject`, `selectattr` and `rejectattr`. */
const selector = (name: string, options: { readonly keeps: boolean; readonly byAttribute: boolean }) =>
  variadic<TemplateValue>(name, (value, { positional, named }, render) =>
    lazily(name, value, () => {
      const [attribute, ...rest] = options.byAttribute ? positional : [null, ...positional]
      if (attribute === undefined) throw evaluationFailed(`${name} needs the name of an attribute`)
      const read = readPath(attribute, render)
      const holds = testByName(rest, named, render)
      const next = cursorOf(value)
      return () => {
        for (let item = next(); item !== undefined; item = next()) {
          render.budget.spend(1)
          if (holds(read(item)) === options.keeps) return item
        }
        return undefined
      }
    })
  )

/** Filters that apply a filter or test to every item. */
export const selectFilters: ReadonlyArray<Native<TemplateValue>> = [
  variadic("map", (value, args, render) =>
    lazily("map", value, () => {
      const change = mapping(args, render)
      const next = cursorOf(value)
      return () => {
        const item = next()
        render.budget.spend(1)
        return item === undefined ? undefined : change(item)
      }
    })
  ),
  selector("select", { keeps: true, byAttribute: false }),
  selector("reject", { keeps: false, byAttribute: false }),
  selector("selectattr", { keeps: true, byAttribute: true }),
  selector("rejectattr", { keeps: false, byAttribute: true })
]
