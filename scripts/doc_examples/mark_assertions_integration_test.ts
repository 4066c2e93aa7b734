import { describe, expect, it } from "@effect/vitest"
import { createVirtualFileSystem } from "typescript/unstable/fs"
import { openProject } from "../check/source_project.ts"
import { markAssertions } from "./mark_assertions.ts"

const mark = (...lines: ReadonlyArray<string>) => {
  const files = {
    "/work/tsconfig.json": '{ "compilerOptions": { "noLib": true, "types": [] } }',
    "/work/a.ts": `\n${lines.join("\n")}`
  }
  using project = openProject("/work", "tsconfig.json", createVirtualFileSystem(files))
  const source = project.files[0]?.source
  if (source === undefined) throw new Error("no source")
  const { text, ...counts } = markAssertions(source, "a.ts", "./assert.ts")
  return { lines: text.split("\n").slice(1), ...counts }
}

describe("markAssertions", () => {
  it("compares expressions and declared names, also inside functions and with a semicolon", () => {
    expect(
      mark("f(1) // => 2", "const x = yield_() // => { a: [1] }", "const g = () => {", "  x.y; // => 'z'", "}")
    ).toEqual({
      lines: [
        'assertValue((f(1)), (2), "a.ts:2") // => 2',
        'const x = yield_(); assertValue(x, ({ a: [1] }), "a.ts:3") // => { a: [1] }',
        "const g = () => {",
        "  assertValue((x.y), ('z'), \"a.ts:5\"); // => 'z'",
        "}"
      ],
      assertions: 3,
      stray: []
    })
  })

  it("wraps an expression over several lines as a whole", () => {
    expect(mark("f({", "  a: 1", "}) // => 2").lines).toEqual([
      "assertValue((f({",
      "  a: 1",
      '})), (2), "a.ts:4") // => 2'
    ])
  })

  it("tells of values that would silently compare nothing", () => {
    expect(
      mark("// => 1", "const { a } = b // => 2", "if (a) { // => 3", "}", "f(", "  1, // => 4", ")").stray
    ).toEqual([2, 3, 4, 7])
  })
})
