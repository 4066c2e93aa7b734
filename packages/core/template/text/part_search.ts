// Up to this length the engine's own search is fast whatever the texts are; beyond it, it can take quadratic time.
const longestSimple = 32

/** For every prefix of a part, how much of it is also its end (Knuth, Morris, Pratt). */
const bordersOf = (part: string): Int32Array => {
  const borders = new Int32Array(part.length + 1)
  borders[0] = -1
  let matched = -1
  for (let index = 0; index < part.length; index++) {
    while (matched >= 0 && part.charCodeAt(matched) !== part.charCodeAt(index)) matched = borders[matched] ?? -1
    borders[index + 1] = ++matched
  }
  return borders
}

const reversed = (text: string): string => text.split("").reverse().join("")

/** Finds a part in texts, in linear time even for texts that are made to be slow. */
export class PartSearch {
  readonly #part: string
  #borders: Int32Array | undefined

  constructor(part: string) {
    this.#part = part
  }

  /** The index of the first occurrence from an index on; -1 when there is none. */
  next(text: string, from: number): number {
    const part = this.#part
    if (part.length <= longestSimple) return text.indexOf(part, from)
    const borders = (this.#borders ??= bordersOf(part))
    let matched = 0
    for (let index = from; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      while (matched >= 0 && part.charCodeAt(matched) !== unit) matched = borders[matched] ?? -1
      if (++matched === part.length) return index - part.length + 1
    }
    return -1
  }

  /** The indexes of all occurrences from the left that do not overlap, at most so many. */
  all(text: string, limit: number): Array<number> {
    const found: Array<number> = []
    for (let at = this.next(text, 0); at >= 0 && found.length < limit; at = this.next(text, at + this.#part.length)) {
      found.push(at)
    }
    return found
  }

  /** The same from the right, the last one first. */
  allFromEnd(text: string, limit: number): Array<number> {
    const length = this.#part.length
    return new PartSearch(reversed(this.#part)).all(reversed(text), limit).map((at) => text.length - at - length)
  }

  /** The index of the last occurrence; -1 when there is none. */
  last(text: string): number {
    return this.#part.length <= longestSimple ? text.lastIndexOf(this.#part) : (this.allFromEnd(text, 1)[0] ?? -1)
  }
}
