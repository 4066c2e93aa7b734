import { describe, expect, it } from "@effect/vitest"
import { corpusFiles, corpusTable } from "./corpus_files.ts"

const well = { file: "a/b.yml", tier: "community", verdict: "well", status: "succeeded", codes: {} } as const

describe("the table of the corpus", () => {
  it("counts what ends well, and names why the others do not", () => {
    const refused = {
      ...well,
      file: "repo/deep/folder/c.yml",
      tier: "generated",
      verdict: "refused",
      status: "-",
      codes: { graph_cycle: 1, node_config_invalid: 3 }
    } as const
    const text = corpusTable([well, refused])
    expect(text).toContain("1 of 2 files end well (1 of 1 community, 0 of 1 generated). The others:")
    expect(text).toContain(
      "| `repo/.../c.yml` | generated | does not start | `graph_cycle`: The graph has a cycle; `node_config_invalid` (3 times): A node is configured wrongly |"
    )
    expect(text).not.toContain("a/b.yml")
  })

  it("hostile: a code that nobody knows and a name with a bar stay in their cells", () => {
    const odd = { ...well, file: "a|b.yml", verdict: "failed", codes: { constructor: 1 } } as const
    expect(corpusTable([odd])).toContain("| `a\\|b.yml` | community | fails | `constructor`: constructor |")
  })

  it("is made from what was recorded", () => {
    expect(corpusFiles()).toMatch(/^\d+ of 62 files end well/)
  })
})
