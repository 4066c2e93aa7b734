import type { Value } from "../../value/value.ts"
import { readBlockScalar } from "./block_scalar.ts"
import type { FlowReader } from "./flow_reader.ts"
import { MappingBuilder } from "./mapping_builder.ts"
import type { NodeAccount } from "./node_account.ts"
import type { Place } from "./place.ts"
import type { YamlNode } from "./yaml_node.ts"
import type { YamlSource } from "./yaml_source.ts"

const dash = 0x2d
const question = 0x3f
const colon = 0x3a
const literal = 0x7c
const folded = 0x3e

/** Where a block node may stand. */
interface BlockPosition {
  /** Column of the block around it; the node is indented by more. -1 for the document. */
  readonly parent: number
  /** Whether a list or mapping may start behind the indicator on its line (`- - a`, `- a: b`). */
  readonly compact: boolean
  /** Whether a list may start at the column of the block around it (`- a` right below `key:`). */
  readonly level: boolean
}

/** Reads what is told apart by indentation. */
export class BlockReader {
  readonly #source: YamlSource
  readonly #account: NodeAccount
  readonly #flow: FlowReader

  constructor(source: YamlSource, account: NodeAccount, flow: FlowReader) {
    this.#source = source
    this.#account = account
    this.#flow = flow
  }

  /** Reads the node at this position; null when there is none. */
  node(position: BlockPosition): YamlNode {
    const source = this.#source
    const account = this.#account
    const { offset: before } = source
    const fresh = source.skip()
    if (this.#nothing(position, fresh)) return account.empty(before)
    const start = source.offset
    const open = fresh || position.compact
    const anchor = account.anchor()
    if (anchor === undefined || !source.skip()) return this.#content(position, open, start, anchor)
    return account.anchored(anchor, () => {
      if (this.#nothing(position, true)) return account.empty()
      const { offset } = source
      return this.#content(position, true, offset, account.anchor())
    })
  }

  #nothing(position: BlockPosition, fresh: boolean): boolean {
    const source = this.#source
    if (source.atEnd()) return true
    if (!fresh || source.column > position.parent) return false
    return !(position.level && source.column === position.parent && source.atIndicator(dash))
  }

  /** The node behind its anchor. The anchor belongs to the first key when a mapping starts on its line. */
  #content(position: BlockPosition, open: boolean, start: number, anchor: string | undefined): YamlNode {
    const source = this.#source
    const account = this.#account
    const { lineStart } = source
    const indent = start - lineStart
    if (anchor !== undefined) source.passSpaces()
    const starts = source.atIndicator(dash) || source.atIndicator(question) || source.atIndicator(colon)
    if (starts && (!open || anchor !== undefined)) source.unexpected()
    if (source.atIndicator(dash)) return this.#sequence(indent)
    if (starts) return this.#mapping(indent, undefined)
    const { offset } = source
    if (source.peek() === literal || source.peek() === folded) {
      return account.anchored(anchor, () => account.scalar(offset, readBlockScalar(source, position.parent)))
    }
    const node = account.anchored(anchor, () =>
      anchor !== undefined && source.atEnd() ? account.empty() : this.#flow.inline(position.parent + 1)
    )
    return open && lineStart === source.lineStart && this.#atColon() ? this.#mapping(indent, node) : node
  }

  /** Whether the `:` behind a key follows on this line. */
  #atColon(): boolean {
    this.#source.passSpaces()
    return this.#source.atIndicator(colon)
  }

  /** Whether the block at this column goes on with another entry; if not, the line is left to the blocks around it. */
  #continues(indent: number, list: boolean): boolean {
    const source = this.#source
    const fresh = source.skip()
    if (source.atEnd()) return false
    if (!fresh) source.unexpected()
    if (source.column > indent) source.fail("this line is indented deeper than the block it belongs to")
    if (source.column === indent && (!list || source.atIndicator(dash))) {
      source.refuseTabs()
      return true
    }
    source.offset = source.lineStart
    return false
  }

  #sequence(indent: number): YamlNode {
    const source = this.#source
    const { offset } = source
    source.refuseTabs()
    this.#account.enter(offset)
    const values: Array<Value> = []
    const items: Array<Place> = []
    let height = 0
    do {
      source.offset++
      const item = this.node({ parent: indent, compact: true, level: false })
      values.push(item.value)
      items.push(item.place)
      height = Math.max(height, this.#account.height)
    } while (this.#continues(indent, true))
    this.#account.leave(height)
    return { value: values, place: { offset, items } }
  }

  #mapping(indent: number, first: YamlNode | undefined): YamlNode {
    const source = this.#source
    const offset = source.lineStart + indent
    source.refuseTabs()
    this.#account.enter(offset)
    const mapping = new MappingBuilder(source, offset)
    let height = 0
    let key = first
    do {
      const explicit = key === undefined && source.atIndicator(question)
      key ??= explicit ? this.#explicitKey(indent) : this.#key(indent)
      height = Math.max(height, this.#account.height)
      mapping.add(key, this.#value(indent, explicit))
      height = Math.max(height, this.#account.height)
      key = undefined
    } while (this.#continues(indent, false))
    this.#account.leave(height)
    return mapping.build()
  }

  #key(indent: number): YamlNode {
    const source = this.#source
    const account = this.#account
    if (source.atIndicator(colon)) return account.empty()
    if (source.atIndicator(dash)) source.unexpected()
    const { offset, lineStart } = source
    const anchor = account.anchor()
    if (anchor !== undefined) source.passSpaces()
    const node = account.anchored(anchor, () => this.#flow.inline(indent + 1))
    if (lineStart !== source.lineStart || !this.#atColon()) {
      source.fail('":" is missing behind this key, or the line before it is not closed', offset)
    }
    return node
  }

  #explicitKey(indent: number): YamlNode {
    this.#source.offset++
    return this.node({ parent: indent, compact: true, level: true })
  }

  #value(indent: number, explicit: boolean): YamlNode {
    const source = this.#source
    if (explicit) {
      const fresh = source.skip()
      if (!fresh || source.atEnd() || source.column !== indent || !source.atIndicator(colon))
        return this.#account.empty()
    }
    source.offset++
    return this.node({ parent: indent, compact: explicit, level: true })
  }
}
