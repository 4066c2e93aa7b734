import { YamlRefusal, type YamlRefusalKind } from "./yaml_refusal.ts"

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const hash = 0x23
const colon = 0x3a

/** Whether a code unit ends a line: YAML 1.1 knows five line ends. */
export const isBreak = (code: number): boolean =>
  code === lineFeed || code === carriageReturn || code === 0x85 || code === 0x2028 || code === 0x2029

/** Whether a code unit separates tokens; the end of the text (NaN) does too. */
export const isBlank = (code: number): boolean => code === space || code === tab || isBreak(code) || Number.isNaN(code)

/** A YAML text and the place reading has come to. Columns count from 0 here. */
export class YamlSource {
  readonly text: string
  offset = 0
  lineStart = 0
  /** How many flow collections are open. */
  flow = 0

  constructor(text: string) {
    this.text = text
  }

  get column(): number {
    return this.offset - this.lineStart
  }

  /** The code unit at a distance from here; NaN beyond the end. */
  peek(distance = 0): number {
    return this.text.charCodeAt(this.offset + distance)
  }

  fail(message: string, offset = this.offset, kind: YamlRefusalKind = "syntax"): never {
    throw new YamlRefusal(offset, message, kind)
  }

  /** Refuses the character here. */
  unexpected(): never {
    if (this.peek() === colon) return this.fail('":" is not expected here: a key and its ":" stand on one line, once')
    const character = this.text.slice(this.offset, this.offset + 1)
    return this.fail(
      character === "" ? "the file ends too early" : `"${character}" is not expected here; check indentation and quotes`
    )
  }

  /** Passes one line break and returns what it stands for in a text. */
  passBreak(): string {
    const code = this.peek()
    this.offset += code === carriageReturn && this.peek(1) === lineFeed ? 2 : 1
    this.lineStart = this.offset
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : "\n"
  }

  /** Passes spaces and tabs. */
  passSpaces(): void {
    let code = this.peek()
    while (code === space || code === tab) code = this.text.charCodeAt(++this.offset)
  }

  /** Passes everything up to the end of the line. */
  passLine(): void {
    let code = this.peek()
    while (!isBreak(code) && !Number.isNaN(code)) code = this.text.charCodeAt(++this.offset)
  }

  /** Passes blanks, comments and line ends; whether the next token is the first of its line. */
  skip(): boolean {
    let fresh = this.offset === this.lineStart
    while (true) {
      this.passSpaces()
      const code = this.peek()
      if (code === hash) this.passLine()
      else if (isBreak(code)) {
        this.passBreak()
        fresh = true
      } else return fresh
    }
  }

  /** Whether the line starts here with `---` or `...`. */
  atMarker(): boolean {
    return (
      this.offset === this.lineStart &&
      (this.text.startsWith("---", this.offset) || this.text.startsWith("...", this.offset)) &&
      isBlank(this.peek(3))
    )
  }

  /** Whether the document ends here. */
  atEnd(): boolean {
    return this.offset >= this.text.length || this.atMarker()
  }

  /** Whether an indicator such as `-` stands here on its own. */
  atIndicator(code: number): boolean {
    return this.peek() === code && isBlank(this.peek(1))
  }

  /** Refuses a line of a block that is indented by tabs: its column would be anybody's guess. */
  refuseTabs(): void {
    for (let index = this.lineStart; index < this.offset; index++) {
      if (this.text.charCodeAt(index) === tab) this.fail("tabs cannot indent a line; use spaces", index)
    }
  }
}
