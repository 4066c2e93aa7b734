import type { Arguments } from "../call/arguments.ts"
import { evaluationFailed } from "../failure.ts"
import type { RenderState } from "../render_state.ts"
import { htmlEscape } from "../text/html_escape.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { reprOf, textOf } from "../value/text_of.ts"
import { asciiOnly } from "./ascii_only.ts"
import { followPath } from "./brace_field.ts"
import { formatValue } from "./format_value.ts"

/** The end of a field that begins after its `{`: the index of the `}` that closes it. */
const closingBrace = (text: string, start: number): number => {
  let depth = 1
  for (let index = start; index < text.length; index++) {
    if (text[index] === "{") depth++
    else if (text[index] === "}" && --depth === 0) return index
  }
  throw evaluationFailed("the format has a '{' that is not closed by '}'")
}

/** The index of the `!` or `:` after the name of a field; the length when there is none. */
const endOfName = (field: string): number => {
  let inKey = false
  for (let index = 0; index < field.length; index++) {
    if (field[index] === "[") inKey = true
    else if (field[index] === "]") inKey = false
    else if (!inKey && (field[index] === "!" || field[index] === ":")) return index
  }
  return field.length
}

/** Formats one text with one list of arguments: Python's `str.format`. */
class BraceFormatter {
  readonly #args: Arguments
  readonly #render: RenderState
  readonly #escapes: boolean
  #automatic = 0
  #manual = false

  constructor(args: Arguments, render: RenderState, escapes: boolean) {
    this.#args = args
    this.#render = render
    this.#escapes = escapes
  }

  format(text: string, depth: number): string {
    if (depth > 2) throw evaluationFailed("the fields of the format are nested too deeply")
    let result = ""
    let index = 0
    while (index < text.length) {
      const at = text.slice(index).search(/[{}]/)
      if (at < 0) break
      const brace = index + at
      result += text.slice(index, brace)
      if (text[brace + 1] === text[brace]) {
        result += text[brace]
        index = brace + 2
      } else if (text[brace] === "}") {
        throw evaluationFailed("the format has a '}' that closes nothing")
      } else {
        const close = closingBrace(text, brace + 1)
        result += this.#field(text.slice(brace + 1, close), depth)
        index = close + 1
      }
      this.#render.budget.spend(1)
    }
    result += text.slice(index)
    this.#render.budget.build(result.length)
    return result
  }

  #field(field: string, depth: number): string {
    const nameEnd = endOfName(field)
    const value = this.#value(field.slice(0, nameEnd))
    const conversion = field[nameEnd] === "!" ? field.slice(nameEnd + 1) : ""
    if (conversion === "") {
      if (field[nameEnd] === "!") throw evaluationFailed("the format has a '!' without a conversion")
      return this.#write(value, field.slice(nameEnd + 1), depth)
    }
    if (conversion.length > 1 && conversion[1] !== ":") {
      throw evaluationFailed("the format has something else than ':' after a conversion")
    }
    return this.#write(this.#convert(value, conversion.charAt(0)), conversion.slice(2), depth)
  }

  #write(value: TemplateValue, spec: string, depth: number): string {
    const text = formatValue(value, spec.includes("{") ? this.format(spec, depth + 1) : spec, this.#render.budget)
    return this.#escapes && !(value instanceof Markup) ? htmlEscape(text) : text
  }

  #convert(value: TemplateValue, conversion: string): string {
    if (conversion === "s") return textOf(value, this.#render.budget)
    if (conversion === "r") return reprOf(value, this.#render.budget)
    if (conversion === "a") return asciiOnly(reprOf(value, this.#render.budget))
    throw evaluationFailed(`the format has an unknown conversion '${conversion}'`)
  }

  #value(name: string): TemplateValue {
    const at = name.search(/[.[]/)
    const first = at < 0 ? name : name.slice(0, at)
    const path = at < 0 ? "" : name.slice(at)
    return followPath(this.#argument(first), path, this.#render)
  }

  #argument(name: string): TemplateValue {
    const position = name === "" ? this.#next() : /^\d+$/.test(name) ? this.#at(Number(name)) : undefined
    const value = position === undefined ? this.#args.named?.get(name) : this.#args.positional[position]
    if (value === undefined) throw evaluationFailed(`the format has no argument for '{${name}}'`)
    return value
  }

  #next(): number {
    if (this.#manual) throw evaluationFailed("the format mixes numbered fields and fields without a number")
    return this.#automatic++
  }

  #at(position: number): number {
    if (this.#automatic > 0) throw evaluationFailed("the format mixes numbered fields and fields without a number")
    this.#manual = true
    return position
  }
}

/** Python's `text.format(...)`; for markup everything that is inserted is escaped. */
export const braceFormat = (text: string, args: Arguments, render: RenderState, escapes = false): string =>
  new BraceFormatter(args, render, escapes).format(text, 1)
