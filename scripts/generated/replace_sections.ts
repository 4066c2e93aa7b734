// Sections of Markdown files that are made from the code, between `<!-- generated: name -->` and `<!-- end -->`.

/** Makes the text of a section. */
export type SectionMaker = () => string

/** A text with its sections made anew, and what is wrong with its marks. */
export interface ReplacedSections {
  readonly text: string
  readonly names: ReadonlyArray<string>
  readonly problems: ReadonlyArray<string>
}

const section = /(<!-- generated: (.+?) -->\n)([\s\S]*?)(<!-- end -->|<!-- generated: |$)/g

/** Replaces what stands between the marks by what the makers say. */
export const replaceSections = (text: string, makers: ReadonlyMap<string, SectionMaker>): ReplacedSections => {
  const names: Array<string> = []
  const problems: Array<string> = []
  const replaced = text.replaceAll(section, (whole, start: string, name: string, _old: string, end: string) => {
    const make = makers.get(name)
    if (make === undefined) problems.push(`nothing generates "${name}"; known: ${[...makers.keys()].join(", ")}`)
    if (end !== "<!-- end -->") problems.push(`"${name}" has no <!-- end -->`)
    if (make === undefined || end !== "<!-- end -->") return whole
    names.push(name)
    return `${start}${make().trimEnd()}\n${end}`
  })
  return { text: replaced, names, problems }
}
