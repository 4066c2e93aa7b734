import { type Native, native } from "../call/native.ts"
import { integerArgument } from "../call/read_argument.ts"
import { stringOf } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { writeJson } from "./json_writer.ts"
import { prettyPrint } from "./pretty_print.ts"

const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027" }

const indentOf = (indent: TemplateValue, render: RenderState): string | undefined => {
  if (indent === null) return undefined
  const text = stringOf(indent)
  if (text !== undefined) return text
  const spaces = Math.max(0, integerArgument(indent, 0))
  render.budget.build(spaces)
  return " ".repeat(spaces)
}

/** Filters that show whole values. */
export const jsonFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("tojson(indent?)", (value, [indent = null], render) => {
    const json = writeJson(value, indentOf(indent, render), render.budget)
    return new Markup(json.replace(/[<>&']/g, (character) => escapes[character] ?? character))
  }),
  native("pprint()", (value, _args, render) => prettyPrint(value, render.budget))
]
