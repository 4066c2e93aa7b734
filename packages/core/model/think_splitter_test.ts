import { assert, describe, it } from "@effect/vitest"
import { ThinkSplitter } from "./think_splitter.ts"

interface Split {
  text: string
  readonly blocks: Array<string>
}

const split = (parts: ReadonlyArray<string>): Split => {
  const splitter = new ThinkSplitter()
  const result: Split = { text: "", blocks: [] }
  const pieces = [...parts.flatMap((part) => splitter.feed(part)), ...splitter.end()]
  for (const piece of pieces) {
    assert.notStrictEqual(piece.text, "")
    if (piece.kind === "text") result.text += piece.text
    else result.blocks[piece.block - 1] = (result.blocks[piece.block - 1] ?? "") + piece.text
  }
  return result
}

describe("ThinkSplitter", () => {
  const cases: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> = [
    ["<think>plan</think>answer", "answer", ["plan"]],
    ["<THINK>a</Think>b", "b", ["a"]],
    ['<think lang="en"\nx>a</think>b', "b", ["a"]],
    ["  \n<think>a</think>\n\n b ", "b ", ["a"]],
    ["a<think>x</think>b<think>y</think>c", "abc", ["x", "y"]],
    ["a<think>never closed </thin", "a", ["never closed </thin"]],
    ["1 < 2 and <thin air> or <thinking>", "1 < 2 and <thin air> or <thinking>", []],
    ["<think>a<think>b</think>c", "c", ["a<think>b"]],
    ["text <thi", "text <thi", []],
    ["</think>stray", "</think>stray", []],
    [`<think ${"x".repeat(513)}>a</think>b`, `<think ${"x".repeat(513)}>a</think>b`, []],
    [`<think ${"x".repeat(512)}>a</think>b`, "b", ["a"]],
    ["<think></think>b", "b", []]
  ]

  it("separates reasoning from text, however the answer is cut", () => {
    for (const [answer, text, blocks] of cases) {
      assert.deepStrictEqual(split([answer]), { text, blocks: [...blocks] }, answer)
      for (let cut = 0; cut <= answer.length; cut++) {
        const parts = [answer.slice(0, cut), answer.slice(cut)]
        assert.deepStrictEqual(split(parts), { text, blocks: [...blocks] }, parts.join("|"))
      }
      assert.deepStrictEqual(split(Array.from(answer)), { text, blocks: [...blocks] }, answer)
    }
  })

  it("holds back only what may become a tag", () => {
    const splitter = new ThinkSplitter()
    assert.deepStrictEqual(splitter.feed("visible <t"), [{ kind: "text", text: "visible ", block: 0 }])
    assert.deepStrictEqual(splitter.feed("able>"), [{ kind: "text", text: "<table>", block: 0 }])
  })

  it("a hostile answer of half a million open tags takes linear time", () => {
    const answer = "<think>".repeat(500_000)
    const started = performance.now()
    assert.strictEqual(split([answer]).blocks[0]?.length, answer.length - 7)
    assert.strictEqual(split(Array.from({ length: 20_000 }, () => "<think a")).text.length, 160_000)
    assert.isBelow(performance.now() - started, 2000)
  })
})
