import { maximumFileSize } from "../maximum_file_size.ts"
import type { YamlNode } from "./yaml_node.ts"
import type { YamlSource } from "./yaml_source.ts"

/** What an alias repeats: the node, how much it stands for with all aliases in it, and how deep it nests. */
export interface AnchoredNode {
  readonly node: YamlNode
  readonly size: number
  readonly height: number
}

const namePattern = /[A-Za-z0-9_-]+/y

/** The anchors of a document, and the account of what its aliases repeat. */
export class Anchors {
  readonly #source: YamlSource
  readonly #nodes = new Map<string, AnchoredNode>()
  #repeated = 0

  constructor(source: YamlSource) {
    this.#source = source
  }

  /** Reads the name behind `&` or `*`. */
  name(): string {
    const source = this.#source
    namePattern.lastIndex = ++source.offset
    const [name] = namePattern.exec(source.text) ?? []
    if (name === undefined) return source.fail("a name of letters, digits, - and _ must follow & and *")
    source.offset += name.length
    return name
  }

  set(name: string, anchored: AnchoredNode): void {
    this.#nodes.set(name, anchored)
  }

  /** What an alias stands for; refuses aliases that would unfold into a bomb. */
  alias(offset: number): AnchoredNode {
    const name = this.name()
    const anchored = this.#nodes.get(name)
    if (anchored === undefined) return this.#source.fail(`*${name} refers to no anchor &${name} above it`, offset)
    this.#repeated += anchored.size
    if (this.#repeated > maximumFileSize) {
      this.#source.fail(`the aliases of this file repeat more than ${maximumFileSize} characters`, offset, "alias")
    }
    return anchored
  }
}
