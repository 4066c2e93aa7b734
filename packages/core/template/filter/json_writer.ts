import { floatText } from "../../value/python_text.ts"
import { Float } from "../../value/value.ts"
import type { Budget } from "../budget.ts"
import { evaluationFailed, typeMismatch } from "../failure.ts"
import { stringOf } from "../operator/equality.ts"
import { sortItems } from "../operator/sort_items.ts"
import { Dict } from "../value/dict.ts"
import { List } from "../value/list.ts"
import { TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { Tuple } from "../value/tuple.ts"
import { typeNameOf } from "../value/type_name.ts"

const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)

const words: Record<string, string> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }

const floatJson = (value: number): string => {
  const text = floatText(value)
  return words[text] ?? text
}

/** A value that is no collection as JSON; undefined when JSON has nothing like it. */
const scalarJson = (value: TemplateValue, budget: Budget): string | undefined => {
  const text = stringOf(value)
  if (text !== undefined) {
    budget.read(text.length)
    return quoted(text)
  }
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatJson(value)
  if (value instanceof Float) return floatJson(value.value)
  return typeof value === "bigint" ? textOf(value, budget) : undefined
}

const keyJson = (key: TemplateValue, budget: Budget): string => {
  const text = key instanceof TemplateObject && stringOf(key) === undefined ? undefined : scalarJson(key, budget)
  if (text === undefined) throw typeMismatch(`a key of JSON cannot be a '${typeNameOf(key)}'`)
  return text.startsWith('"') ? text : `"${text}"`
}

/** Writes values as Python's `json.dumps(value, sort_keys=True)` does. */
class JsonWriter {
  readonly #indent: string | undefined
  readonly #budget: Budget
  readonly #open = new Set<TemplateObject>()

  constructor(indent: string | undefined, budget: Budget) {
    this.#indent = indent
    this.#budget = budget
  }

  write(value: TemplateValue, margin: string): string {
    this.#budget.spend(1)
    const scalar = scalarJson(value, this.#budget)
    if (scalar !== undefined) return scalar
    if (!(value instanceof TemplateObject)) return "null"
    if (this.#open.has(value)) throw evaluationFailed("a collection that contains itself has no JSON")
    this.#open.add(value)
    const text = this.#collection(value, margin)
    this.#open.delete(value)
    this.#budget.build(text.length)
    return text
  }

  #collection(value: TemplateObject, margin: string): string {
    const inner = margin + (this.#indent ?? "")
    if (value instanceof List || value instanceof Tuple) {
      return this.#layout(
        "[",
        value.items.map((item) => this.write(item, inner)),
        "]",
        margin
      )
    }
    if (!(value instanceof Dict)) throw typeMismatch(`a value of type '${value.typeName}' has no JSON`)
    const keys = Array.from(value.entries(), (entry) => entry.key)
    sortItems(keys, { key: (key) => key, descending: false, budget: this.#budget })
    const members = keys.map((key) => `${keyJson(key, this.#budget)}: ${this.write(value.get(key) ?? null, inner)}`)
    return this.#layout("{", members, "}", margin)
  }

  #layout(open: string, members: ReadonlyArray<string>, close: string, margin: string): string {
    if (members.length === 0) return open + close
    if (this.#indent === undefined) return open + members.join(", ") + close
    const inner = `\n${margin}${this.#indent}`
    this.#budget.build(members.length * inner.length)
    return `${open}${inner}${members.join(`,${inner}`)}\n${margin}${close}`
  }
}

/** A value as JSON, keys sorted, everything beyond ASCII escaped; with an indent on several lines. */
export const writeJson = (value: TemplateValue, indent: string | undefined, budget: Budget): string =>
  new JsonWriter(indent, budget).write(value, "")
