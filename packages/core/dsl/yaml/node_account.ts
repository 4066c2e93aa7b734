import { maximumDepth } from "../../value/maximum_depth.ts"
import type { Value } from "../../value/value.ts"
import { Anchors } from "./anchors.ts"
import type { YamlNode } from "./yaml_node.ts"
import type { YamlSource } from "./yaml_source.ts"

const ampersand = 0x26
const exclamation = 0x21

/** What reading a document has come to: how deep it is, how much it has read, which anchors there are. */
export class NodeAccount {
  readonly #source: YamlSource
  readonly #anchors: Anchors
  #depth = 0
  #size = 0
  /** How deep the node nests that was read last; 0 for a scalar. */
  height = 0

  constructor(source: YamlSource) {
    this.#source = source
    this.#anchors = new Anchors(source)
  }

  scalar(offset: number, value: Value, plain = false): YamlNode {
    this.height = 0
    this.#size += 1 + (typeof value === "string" ? value.length : 0)
    return { value, place: offset, plain }
  }

  /** A value that is not there: `key:` alone. */
  empty(offset = this.#source.offset): YamlNode {
    return this.scalar(offset, null)
  }

  /** Notes that a list or mapping starts. */
  enter(offset: number): void {
    this.#size++
    this.checkDepth(++this.#depth, offset)
  }

  /** Notes that it ends; `height` is how deep its deepest entry nests. */
  leave(height: number): void {
    this.#depth--
    this.height = height + 1
  }

  checkDepth(depth: number, offset: number): void {
    if (depth > maximumDepth) {
      this.#source.fail(`the file nests more than ${maximumDepth} levels deep`, offset, "depth")
    }
  }

  /** The name of the anchor that stands here, if one does; refuses tags. */
  anchor(): string | undefined {
    const source = this.#source
    if (source.peek() === exclamation) {
      source.fail("tags (!) are not read: write the value without its tag", source.offset, "tag")
    }
    return source.peek() === ampersand ? this.#anchors.name() : undefined
  }

  /** Reads a node and keeps it under its anchor. */
  anchored(anchor: string | undefined, read: () => YamlNode): YamlNode {
    if (anchor === undefined) return read()
    const before = this.#size
    const node = read()
    this.#anchors.set(anchor, { node, size: this.#size - before, height: this.height })
    return node
  }

  /** The node that the alias here stands for. */
  alias(): YamlNode {
    const { offset } = this.#source
    const { node, size, height } = this.#anchors.alias(offset)
    this.checkDepth(this.#depth + height, offset)
    this.#size += size
    this.height = height
    return { value: node.value, place: node.place }
  }
}
