import { assert, describe, it } from "@effect/vitest"
import { hostileTexts } from "../store_requirement.ts"
import { fromColumnText, toColumnText } from "./_exact_text.ts"

describe("text of a column", () => {
  it("hostile: has no NUL and no lone surrogate, and gives every text back", () => {
    const texts = [...hostileTexts, "\ue0000000", "\ue000e000", "\ud83d", "\ude00\ud83d", "a\ud83d\ude00b"]
    for (const text of texts) {
      const column = toColumnText(text)
      assert.isTrue(column.isWellFormed() && !column.includes("\u0000"))
      assert.strictEqual(fromColumnText(column), text)
    }
    assert.strictEqual(new Set(texts.map(toColumnText)).size, new Set(texts).size)
  })

  it("leaves ordinary text as it is", () => {
    assert.strictEqual(toColumnText("Grüße \u{1f600} %_'"), "Grüße \u{1f600} %_'")
  })
})
