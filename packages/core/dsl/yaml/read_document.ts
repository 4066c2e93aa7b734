import { maximumFileSize } from "../maximum_file_size.ts"
import { BlockReader } from "./block_reader.ts"
import { FlowReader } from "./flow_reader.ts"
import { NodeAccount } from "./node_account.ts"
import type { YamlNode } from "./yaml_node.ts"
import { YamlSource } from "./yaml_source.ts"

const percent = 0x25

// Everything but tab, line ends and printable characters; a lone surrogate is not printable.
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Reads the one document of a text: the language of PyYAML's safe loader, without tags. Throws `YamlRefusal`. */
export const readDocument = (text: string): YamlNode => {
  const source = new YamlSource(text)
  // A text has at least as many bytes as characters: what is far too large is not even measured.
  if (text.length > maximumFileSize || Buffer.byteLength(text) > maximumFileSize) {
    source.fail(`the file is larger than ${maximumFileSize} bytes`, 0, "size")
  }
  const foreign = text.search(unprintable)
  if (foreign >= 0) {
    const character = text.charCodeAt(foreign).toString(16).toUpperCase().padStart(4, "0")
    source.fail(`the character U+${character} is not text; remove it or write it as an escape in quotes`, foreign)
  }
  const account = new NodeAccount(source)
  source.skip()
  while (source.column === 0 && source.peek() === percent) {
    source.passLine()
    source.skip()
  }
  if (source.atMarker() && source.text.startsWith("---", source.offset)) source.offset += 3
  else source.offset = source.lineStart
  const reader = new BlockReader(source, account, new FlowReader(source, account))
  const node = reader.node({ parent: -1, compact: false, level: false })
  // A pair inside a list nests one level that only its `:` gives away.
  account.checkDepth(account.height, 0)
  source.skip()
  if (source.atMarker() && source.text.startsWith("...", source.offset)) {
    source.offset += 3
    source.skip()
  }
  if (source.atMarker()) source.fail("the file holds more than one document")
  if (source.offset < text.length) source.unexpected()
  return node
}
