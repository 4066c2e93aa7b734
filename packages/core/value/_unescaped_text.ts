/** Escapes of JSON and of Python's `repr`. */
const escapes = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|([^]))/g

const characters: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["a", "\x07"],
  ["0", "\0"],
  ...Array.from(`"'\\/`, (character): [string, string] => [character, character])
])

const meaningOf = ([, short, byte, long, character]: RegExpExecArray): string | undefined => {
  if (character !== undefined) return characters.get(character)
  const code = Number.parseInt(short ?? byte ?? long ?? "", 16)
  return code > 0x10ffff ? undefined : String.fromCodePoint(code)
}

/** A text whose escapes were read once, and where each character of it stands in the text it was read from. */
export class UnescapedText {
  readonly text: string
  /** Positions where something else begins, in the read text and in its source. */
  readonly #read: ReadonlyArray<number>
  readonly #source: ReadonlyArray<number>

  private constructor(text: string, read: ReadonlyArray<number>, source: ReadonlyArray<number>) {
    this.text = text
    this.#read = read
    this.#source = source
  }

  /** Undefined when there is nothing to read. */
  static of(source: string): UnescapedText | undefined {
    if (!source.includes("\\")) return undefined
    const parts: Array<string> = []
    const readAt = [0]
    const sourceAt = [0]
    let length = 0
    let end = 0
    for (const found of source.matchAll(escapes)) {
      const meaning = meaningOf(found)
      if (meaning === undefined) continue
      parts.push(source.slice(end, found.index), meaning)
      length += found.index - end
      readAt.push(length, length + meaning.length)
      length += meaning.length
      end = found.index + found[0].length
      sourceAt.push(found.index, end)
    }
    if (parts.length === 0) return undefined
    parts.push(source.slice(end))
    return new UnescapedText(parts.join(""), readAt, sourceAt)
  }

  /** Where a position of the read text is in its source. */
  sourceOf(position: number): number {
    let low = 0
    let high = this.#read.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((this.#read[middle] ?? 0) <= position) low = middle
      else high = middle
    }
    return (this.#source[low] ?? 0) + position - (this.#read[low] ?? 0)
  }
}
