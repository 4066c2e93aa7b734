import { assert, describe, it } from "@effect/vitest"
import { KeywordIndex } from "./keyword_index.ts"
import { wordsOf } from "./words_of.ts"

const documents = [
  { title: "Cats", content: "Cats purr when they are content." },
  { title: "Dogs", content: "Dogs bark. Dogs run. Dogs fetch." },
  { title: "Return policy", content: "A product can be returned within thirty days of purchase." },
  { title: "退货", content: "商品可以在三十天内退货。" }
]
const index = new KeywordIndex(documents)
const titles = (query: string, top = 10) => index.search(query, top).map(({ title }) => title)

describe("a keyword index", () => {
  it("finds documents by their words, the best first, whatever their case", () => {
    assert.deepStrictEqual(titles("how can a PRODUCT be returned"), ["Return policy"])
    assert.deepStrictEqual(titles("dogs and cats"), ["Dogs", "Cats"])
    assert.deepStrictEqual(titles("dogs and cats", 1), ["Dogs"])
  })

  it("divides text without spaces", () => {
    assert.deepStrictEqual(titles("我想退货"), ["退货"])
  })

  it("finds nothing without a word in common", () => {
    for (const query of ["", "   ", "?!", "zebra"]) assert.deepStrictEqual(titles(query), [])
    assert.deepStrictEqual(new KeywordIndex([]).search("cats", 3), [])
  })

  it("scores between 0 and 1, higher for more and rarer words", () => {
    const [both, one] = new KeywordIndex([{ content: "red apple" }, { content: "red car" }]).search("red apple", 2)
    assert.strictEqual(both?.content, "red apple")
    assert.isAbove(both?.score ?? 0, one?.score ?? 1)
    for (const { score } of index.search("dogs cats purr bark", 10)) {
      assert.isAbove(score, 0)
      assert.isBelow(score, 1)
    }
  })

  it("leaves out what is not accepted before it counts", () => {
    const found = index.search("dogs cats", 1, ({ title }) => title !== "Dogs")
    assert.deepStrictEqual(
      found.map(({ title }) => title),
      ["Cats"]
    )
  })

  it("hostile: words such as __proto__ and constructor are words", () => {
    const hostile = new KeywordIndex([{ content: "__proto__ constructor" }, { content: "other" }])
    assert.deepStrictEqual(
      hostile.search("constructor", 5).map(({ content }) => content),
      ["__proto__ constructor"]
    )
    assert.deepStrictEqual(hostile.search("hasOwnProperty toString", 5), [])
    assert.deepStrictEqual(wordsOf("ＦＵＬＬ Ⅳ"), ["full", "iv"])
  })

  it("searches 2,000 documents in well under a second", () => {
    const many = new KeywordIndex(
      Array.from({ length: 2000 }, (_, place) => ({ content: `document ${place} about topic${place % 50} and words` }))
    )
    const from = performance.now()
    assert.strictEqual(many.search("topic7 words", 5).length, 5)
    assert.isBelow(performance.now() - from, 500)
  })
})
