import { Result } from "effect"
import { repairString } from "./_repair_string.ts"
import { bareValue, readBare } from "./_repair_word.ts"
import { maximumDepth } from "./maximum_depth.ts"
import { parseJson } from "./parse_json.ts"
import type { Value } from "./value.ts"
import { emptyObject } from "./value_object.ts"

const quotes = new Set(['"', "'", "“", "”"])

/** Reads JSON as it was meant; it never goes back further than one string, so its time follows the length of the text. */
class JsonRepairer {
  readonly #text: string
  #index = 0
  #depth = 0
  tooDeep = false

  constructor(text: string) {
    this.#text = text
  }

  /** The next object or array at top level; what stands before it is no JSON. Undefined at the end. */
  next(): Value | undefined {
    while (this.#index < this.#text.length) {
      const character = this.#text[this.#index]
      if (character === "{" || character === "[") return this.#value("array")
      this.#index++
    }
    return undefined
  }

  #skip(separators: string): void {
    while (this.#index < this.#text.length) {
      const character = this.#text[this.#index] ?? ""
      if (/\s/.test(character) || separators.includes(character)) this.#index++
      else if (this.#text.startsWith("//", this.#index)) this.#skipTo("\n")
      else if (this.#text.startsWith("/*", this.#index)) this.#skipTo("*/")
      else return
    }
  }

  #skipTo(end: string): void {
    const found = this.#text.indexOf(end, this.#index)
    this.#index = found < 0 ? this.#text.length : found + end.length
  }

  #value(place: "object" | "array"): Value {
    const character = this.#text[this.#index] ?? ""
    if (character === "{" || character === "[") {
      if (this.#depth >= maximumDepth) {
        this.tooDeep = true
        this.#index = this.#text.length
        return null
      }
      this.#depth++
      this.#index++
      const container = character === "{" ? this.#object() : this.#array(place)
      this.#depth--
      return container
    }
    if (quotes.has(character)) return this.#string(place)
    const word = readBare(this.#text, this.#index, place)
    this.#index = word.end
    return bareValue(word.text)
  }

  #string(place: "key" | "object" | "array"): string {
    const { text, end } = repairString(this.#text, this.#index, place)
    this.#index = end
    return text
  }

  #object(): Value {
    const object = emptyObject()
    while (true) {
      this.#skip(",")
      const character = this.#text[this.#index]
      if (character === undefined || character === "]") return object
      if (character === "}") {
        this.#index++
        return object
      }
      const key = this.#key()
      if (key === undefined) continue
      this.#skip(":")
      const next = this.#text[this.#index]
      // A key without a value is an empty text.
      object[key] = next === undefined || next === "," || next === "}" || next === "]" ? "" : this.#value("object")
    }
  }

  /** A key; undefined for a word that is followed by another key, which is a remark. */
  #key(): string | undefined {
    if (quotes.has(this.#text[this.#index] ?? "")) return this.#string("key")
    const start = this.#index
    while (this.#index < this.#text.length && !/[\s:,{}[\]"]/.test(this.#text[this.#index] ?? "")) this.#index++
    const key = this.#text.slice(start, this.#index)
    this.#skip("")
    if (this.#text[this.#index] === ":") return key
    if (this.#index === start) this.#index++
    return undefined
  }

  #array(place: "object" | "array"): Value {
    const list: Array<Value> = []
    while (true) {
      this.#skip(",")
      const character = this.#text[this.#index]
      if (character === undefined) return list
      // A brace closes a list that is a member; between items of a list it is one too many.
      if (character === "]" || (character === "}" && place === "object")) {
        this.#index++
        return list
      }
      const start = this.#index
      const value = this.#value("array")
      if (this.#index === start) this.#index++
      else if (value !== "..." || quotes.has(character)) list.push(value)
    }
  }
}

/**
 * JSON as people and templates write it, read as it was meant (Dify repairs request bodies and model answers with
 * json_repair): unquoted texts, quotes and line breaks inside texts, single quotes, Python's words, missing or
 * trailing commas, missing ends, remarks, text around the JSON. Valid JSON is read exactly; several values become a
 * list. The failure is a plain sentence.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { repairJson, textOf } from "@flowglass/core"
 *
 * textOf(Result.getOrThrow(repairJson('{id: 3f25-04e0, "say": "a "b" c",}'))) // => '{"id": "3f25-04e0", "say": "a \\"b\\" c"}'
 * Result.isFailure(repairJson("no JSON")) // => true
 * ```
 */
export const repairJson = (text: string): Result.Result<Value, string> => {
  const strict = parseJson(text)
  if (Result.isSuccess(strict)) return strict
  const repairer = new JsonRepairer(text)
  const values: Array<Value> = []
  for (let value = repairer.next(); value !== undefined; value = repairer.next()) values.push(value)
  if (repairer.tooDeep) return Result.fail(`the JSON is nested more than ${maximumDepth} levels deep`)
  const [first, ...others] = values
  if (first === undefined) return Result.fail("there is no JSON in the text")
  return Result.succeed(others.length === 0 ? first : values)
}
