// Markdown tables of generated sections.

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ")

const line = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

/** A Markdown table; cells may hold any text. */
export const markdownTable = (header: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [line(header), `|${header.map(() => "---|").join("")}`, ...rows.map(line)].join("\n")
