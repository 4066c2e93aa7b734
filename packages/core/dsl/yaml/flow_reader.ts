import type { Value } from "../../value/value.ts"
import { MappingBuilder } from "./mapping_builder.ts"
import type { NodeAccount } from "./node_account.ts"
import type { Place } from "./place.ts"
import { readPlain, startsPlain } from "./plain_scalar.ts"
import { readQuoted } from "./quoted_scalar.ts"
import { resolvePlain } from "./resolve_plain.ts"
import type { YamlNode } from "./yaml_node.ts"
import type { YamlSource } from "./yaml_source.ts"

const asterisk = 0x2a
const colon = 0x3a
const comma = 0x2c
const question = 0x3f
const doubleQuote = 0x22
const singleQuote = 0x27
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** An entry between commas: a node alone, or a key and its value. */
interface FlowEntry {
  readonly key: YamlNode
  readonly value: YamlNode | undefined
  readonly height: number
}

/** Reads what needs no indentation: scalars on a line, aliases, and collections in brackets (so all of JSON). */
export class FlowReader {
  readonly #source: YamlSource
  readonly #account: NodeAccount

  constructor(source: YamlSource, account: NodeAccount) {
    this.#source = source
    this.#account = account
  }

  /** Reads a scalar, an alias or a flow collection; further lines of a plain scalar are indented by `indent`. */
  inline(indent: number): YamlNode {
    const source = this.#source
    const { offset } = source
    switch (source.peek()) {
      case doubleQuote:
      case singleQuote:
        return this.#account.scalar(offset, readQuoted(source))
      case openBracket:
        return this.#sequence()
      case openBrace:
        return this.#mapping()
      case asterisk:
        return this.#account.alias()
      default:
        if (!startsPlain(source)) source.unexpected()
        return this.#account.scalar(offset, resolvePlain(readPlain(source, indent)), true)
    }
  }

  #node(): YamlNode {
    const source = this.#source
    source.skip()
    const anchor = this.#account.anchor()
    if (anchor !== undefined) source.skip()
    return this.#account.anchored(anchor, () => (this.#atSeparator() ? this.#account.empty() : this.inline(0)))
  }

  #atSeparator(): boolean {
    const next = this.#source.peek()
    return next === comma || next === colon || next === closeBracket || next === closeBrace
  }

  #entry(): FlowEntry {
    const source = this.#source
    const account = this.#account
    if (source.atIndicator(question)) source.offset++
    const key = this.#node()
    const { height } = account
    source.skip()
    if (source.peek() !== colon) return { key, value: undefined, height }
    source.offset++
    const value = this.#node()
    return { key, value, height: Math.max(height, account.height) }
  }

  #sequence(): YamlNode {
    const { offset } = this.#source
    const values: Array<Value> = []
    const items: Array<Place> = []
    this.#entries(closeBracket, ({ key, value, height }, start) => {
      const node = value === undefined ? key : this.#pair(key, value, start)
      values.push(node.value)
      items.push(node.place)
      return value === undefined ? height : height + 1
    })
    return { value: values, place: { offset, items } }
  }

  /** A single pair as an entry of a list: `[a: 1]` is `[{a: 1}]`. */
  #pair(key: YamlNode, value: YamlNode, start: number): YamlNode {
    const mapping = new MappingBuilder(this.#source, start)
    mapping.add(key, value)
    return mapping.build()
  }

  #mapping(): YamlNode {
    const source = this.#source
    const mapping = new MappingBuilder(source, source.offset)
    this.#entries(closeBrace, ({ key, value, height }) => {
      mapping.add(key, value ?? this.#account.empty())
      return height
    })
    return mapping.build()
  }

  /** Reads entries separated by commas up to the closing bracket. */
  #entries(close: number, add: (entry: FlowEntry, start: number) => number): void {
    const source = this.#source
    const start = source.offset
    this.#account.enter(start)
    source.offset++
    source.flow++
    let height = 0
    source.skip()
    while (source.peek() !== close) {
      if (source.offset >= source.text.length) source.fail("the bracket that opens here is not closed", start)
      if (source.peek() === comma) source.unexpected()
      const { offset } = source
      height = Math.max(height, add(this.#entry(), offset))
      source.skip()
      if (source.peek() === comma) {
        source.offset++
        source.skip()
      } else if (source.offset < source.text.length && source.peek() !== close) source.unexpected()
    }
    source.offset++
    source.flow--
    this.#account.leave(height)
  }
}
