// Finds the examples of doc comments and Markdown files.

/** A ```` ```ts ```` block. Its text keeps line and column of the file it stands in, so that errors point there. */
export interface DocExample {
  readonly file: string
  /** The line of the fence, from 1. */
  readonly line: number
  readonly text: string
  /** False for a block marked `no-run`, which is type-checked only. */
  readonly runs: boolean
}

interface Line {
  /** Without the comment's asterisk, which became blanks. */
  readonly text: string
  /** Whether a fence on this line opens an example. */
  readonly counts: boolean
}

const fence = /^\s*(`{3,}|~{3,})\s*(.*)$/

const examplesIn = (file: string, lines: ReadonlyArray<Line>): ReadonlyArray<DocExample> => {
  const examples: Array<DocExample> = []
  let open:
    | { readonly marks: string; readonly info: string; readonly line: number; readonly counts: boolean }
    | undefined
  lines.forEach(({ text, counts }, index) => {
    const [, marks = "", info = ""] = fence.exec(text) ?? []
    if (open === undefined) {
      if (marks !== "") open = { marks, info: info.trim(), line: index + 1, counts }
    } else if (marks.startsWith(open.marks) && info === "") {
      const [language, ...flags] = open.info.split(/\s+/)
      if (open.counts && language === "ts") {
        const body = lines.slice(open.line, index).map((line) => line.text)
        const padded = [...Array.from({ length: open.line }, () => ""), ...body]
        examples.push({ file, line: open.line, text: `${padded.join("\n")}\n`, runs: !flags.includes("no-run") })
      }
      open = undefined
    }
  })
  return examples
}

/** The examples of a Markdown file: every ```` ```ts ```` block. */
export const examplesOfMarkdown = (file: string, text: string): ReadonlyArray<DocExample> =>
  examplesIn(
    file,
    text.split("\n").map((line) => ({ text: line, counts: true }))
  )

/** The examples of a source file: the ```` ```ts ```` blocks after `@example` in its doc comments. */
export const examplesOfSource = (file: string, text: string): ReadonlyArray<DocExample> => {
  let inComment = false
  let inExample = false
  const lines = text.split("\n").map((line): Line => {
    if (!inComment) {
      inComment = /^\s*\/\*\*(?!.*\*\/)/.test(line)
      inExample = false
      return { text: "", counts: false }
    }
    if (line.includes("*/")) {
      inComment = false
      return { text: "", counts: false }
    }
    const content = line.replace(/^\s*\*? ?/, (start) => " ".repeat(start.length))
    const tag = /^\s*@(\w+)/.exec(content)?.[1]
    if (tag !== undefined) inExample = tag === "example"
    return { text: content, counts: inExample }
  })
  return examplesIn(file, lines)
}
