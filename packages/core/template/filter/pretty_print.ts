import { stringRepr } from "../../value/python_text.ts"
import type { Budget } from "../budget.ts"
import { pointLength } from "../text/code_points.ts"
import { splitLines } from "../text/line_breaks.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { prettyKeys, prettyLine } from "./pretty_line.ts"

const lineWidth = 80

/** Where a value is printed: the column it begins at, what has to fit behind it, and how deep it is. */
interface Place {
  readonly indent: number
  readonly allowance: number
  readonly level: number
}

/** The pieces of a line of text that is too long: words with the spaces behind them, as many as fit. */
const breakWords = (line: string, width: number, lastWidth: number): Array<string> => {
  const words = line.match(/\S+\s*|\s+/g) ?? []
  const pieces: Array<string> = []
  let current = ""
  for (const [index, word] of words.entries()) {
    const room = index === words.length - 1 ? lastWidth : width
    if (current !== "" && pointLength(stringRepr(current + word)) > room) {
      pieces.push(current)
      current = word
    } else current += word
  }
  if (current !== "") pieces.push(current)
  return pieces
}

/** Writes values as Python's `pprint.pformat` does: on one line if they fit, else one item a line. */
class PrettyPrinter {
  readonly #budget: Budget
  readonly #open = new Set<TemplateObject>()

  constructor(budget: Budget) {
    this.#budget = budget
  }

  print(value: TemplateValue, place: Place): string {
    if (value instanceof TemplateObject && this.#open.has(value)) return value.ellipsis
    const line = prettyLine(value, this.#budget)
    if (pointLength(line) <= lineWidth - place.indent - place.allowance) return line
    if (typeof value === "string") return this.#text(value, place)
    if (!(value instanceof TemplateObject)) return line
    this.#open.add(value)
    const text = this.#lines(value, place) ?? line
    this.#open.delete(value)
    this.#budget.build(text.length)
    return text
  }

  #lines(value: TemplateObject, { indent, allowance, level }: Place): string | undefined {
    const place = { indent: indent + 1, level: level + 1 }
    if (value instanceof List) return `[${this.#items(value.items, { ...place, allowance: allowance + 1 })}]`
    if (value instanceof Tuple) {
      const close = value.items.length === 1 ? ",)" : ")"
      return `(${this.#items(value.items, { ...place, allowance: allowance + close.length })}${close}`
    }
    return value instanceof Dict ? `{${this.#members(value, { ...place, allowance: allowance + 1 })}}` : undefined
  }

  #items(items: ReadonlyArray<TemplateValue>, place: Place): string {
    return items
      .map((item, index) => this.print(item, { ...place, allowance: index === items.length - 1 ? place.allowance : 1 }))
      .join(`,\n${" ".repeat(place.indent)}`)
  }

  #members(dict: Dict, place: Place): string {
    const keys = prettyKeys(dict, this.#budget)
    return keys
      .map((key, index) => {
        const name = `${prettyLine(key, this.#budget)}: `
        const allowance = index === keys.length - 1 ? place.allowance : 1
        const member = { ...place, indent: place.indent + pointLength(name), allowance }
        return name + this.print(dict.get(key) ?? null, member)
      })
      .join(`,\n${" ".repeat(place.indent)}`)
  }

  /** A long text becomes several literals under each other, in brackets when it stands alone. */
  #text(value: string, { indent, allowance, level }: Place): string {
    const alone = level === 0 ? 1 : 0
    const width = lineWidth - indent - alone
    const lines = splitLines(value, true)
    const chunks = lines.flatMap((line, index) => {
      this.#budget.read(line.length * 8)
      const lastWidth = index === lines.length - 1 ? width - allowance - alone : width
      return pointLength(stringRepr(line)) <= lastWidth ? [line] : breakWords(line, width, lastWidth)
    })
    const text = chunks.map(stringRepr).join(`\n${" ".repeat(indent + alone)}`)
    return alone === 1 && chunks.length > 1 ? `(${text})` : text
  }
}

/** A value laid out for people. */
export const prettyPrint = (value: TemplateValue, budget: Budget): string =>
  new PrettyPrinter(budget).print(value, { indent: 0, allowance: 0, level: 0 })
