import { describe, expect, it } from "@effect/vitest"
import { examplesOfMarkdown, examplesOfSource } from "./extract_examples.ts"

const source = (...lines: ReadonlyArray<string>) => examplesOfSource("a.ts", lines.join("\n"))

describe("examplesOfSource", () => {
  it("keeps line and column of the file", () => {
    const examples = source(
      "import a from 'a'",
      "  /**",
      "   * Says.",
      "   *",
      "   * @example",
      "   * ```ts",
      "   * const one = 1",
      "   *",
      "   *   one // => 1",
      "   * ```",
      "   */"
    )
    expect(examples).toEqual([
      { file: "a.ts", line: 6, runs: true, text: "\n\n\n\n\n\n     const one = 1\n    \n       one // => 1\n" }
    ])
  })

  it("takes what follows @example until the next tag or the end of the comment", () => {
    const fence = (name: string) => [" * ```ts", ` * ${name}`, " * ```"]
    const examples = source(
      "/**",
      ...fence("before"),
      " * @example",
      ...fence("first"),
      " * and",
      ...fence("second"),
      " * @see elsewhere",
      ...fence("after"),
      " */",
      "/**",
      ...fence("another comment"),
      " */"
    )
    expect(examples.map((example) => example.text.trim())).toEqual(["first", "second"])
  })

  it("is not misled by strings, one-line comments, other languages and unfinished fences", () => {
    expect(
      source(
        "const text = `",
        " * @example",
        " * ```ts",
        " * no",
        " * ```",
        "`",
        "/** @example one line */",
        " * ```ts",
        "/**",
        " * @example",
        " * ```tsx",
        " * ```",
        " * ```yaml",
        " * ```ts",
        " * ```",
        " * ```ts",
        " * never closed",
        " */"
      )
    ).toEqual([])
  })

  it("does not run what is marked no-run", () => {
    expect(source("/**", " * @example", " * ```ts no-run", " * a", " * ```", " */")[0]?.runs).toBe(false)
  })
})

describe("examplesOfMarkdown", () => {
  it("takes every ts block, and a longer fence hides the shorter ones in it", () => {
    const text = [
      "# Title",
      "```ts",
      "a",
      "```",
      "````md",
      "```ts",
      "hidden",
      "```",
      "````",
      "```sh",
      "b",
      "```",
      "~~~ts",
      "c",
      "~~~"
    ]
    expect(examplesOfMarkdown("README.md", text.join("\n")).map(({ line, text: body }) => [line, body.trim()])).toEqual(
      [
        [2, "a"],
        [13, "c"]
      ]
    )
  })
})
