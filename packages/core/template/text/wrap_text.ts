import type { Budget } from "../budget.ts"
import { evaluationFailed } from "../failure.ts"
import { splitLines } from "./line_breaks.ts"
import { wrapChunks } from "./wrap_chunks.ts"

/** How a text is wrapped; the width counts code points. */
export interface WrapOptions {
  readonly width: number
  readonly breakLongWords: boolean
  readonly breakOnHyphens: boolean
}

/** A piece of a line that may be used up bit by bit. */
interface Chunk {
  readonly points: ReadonlyArray<string>
  start: number
}

const sizeOf = (chunk: Chunk): number => chunk.points.length - chunk.start

const take = (chunk: Chunk, count: number): string => {
  const start = chunk.start
  chunk.start = Math.min(start + count, chunk.points.length)
  return chunk.points.slice(start, chunk.start).join("")
}

// A piece is either all space or has none.
const isBlank = ({ points, start }: Chunk): boolean => (points[start] ?? "").trim() === ""

/** How much of a piece that is wider than a line goes on this one: up to its last hyphen that fits, if it has one. */
const roomFor = ({ points, start }: Chunk, room: number, hyphens: boolean): number => {
  if (!hyphens || points.length - start <= room) return room
  let hyphen = start + room - 1
  while (hyphen > start && points[hyphen] !== "-") hyphen--
  const word = points.slice(start, hyphen).some((character) => character !== "-")
  return word && points[hyphen] === "-" ? hyphen - start + 1 : room
}

/** Fills lines greedily with pieces. */
class LineFiller {
  readonly #options: WrapOptions
  readonly #pending: Array<Chunk>

  constructor(chunks: ReadonlyArray<ReadonlyArray<string>>, options: WrapOptions) {
    this.#options = options
    this.#pending = chunks.map((points) => ({ points, start: 0 })).reverse()
  }

  lines(): Array<string> {
    const lines: Array<string> = []
    while (this.#pending.length > 0) {
      if (lines.length > 0) this.#dropSpace()
      const line = this.#line()
      if (line.length > 0) lines.push(line.join(""))
    }
    return lines
  }

  #dropSpace(): void {
    const next = this.#pending.at(-1)
    if (next !== undefined && isBlank(next)) this.#pending.pop()
  }

  #line(): Array<string> {
    const { width } = this.#options
    const line: Array<string> = []
    let length = 0
    let next = this.#pending.at(-1)
    while (next !== undefined && length + sizeOf(next) <= width) {
      length += sizeOf(next)
      line.push(take(next, width))
      this.#pending.pop()
      next = this.#pending.at(-1)
    }
    if (next !== undefined && sizeOf(next) > width) this.#breakWord(next, line, width - length)
    if (line.at(-1)?.trim() === "") line.pop()
    return line
  }

  #breakWord(chunk: Chunk, line: Array<string>, room: number): void {
    const { breakLongWords, breakOnHyphens } = this.#options
    if (breakLongWords) line.push(take(chunk, roomFor(chunk, room, breakOnHyphens)))
    else if (line.length === 0) {
      this.#pending.pop()
      line.push(take(chunk, chunk.points.length))
    }
  }
}

/** Wraps the lines of a text as Python's `textwrap.wrap` does; a line of nothing stays one. */
export const wrapText = (text: string, options: WrapOptions, budget: Budget): Array<string> =>
  splitLines(text, false).flatMap((line) => {
    if (options.width <= 0) throw evaluationFailed("the width of wordwrap has to be greater than 0")
    budget.read(line.length * 8)
    const lines = new LineFiller(wrapChunks(line, options.breakOnHyphens), options).lines()
    return lines.length === 0 ? [""] : lines
  })
