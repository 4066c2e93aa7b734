import { describe, expect, it } from "@effect/vitest"
import { floatFromText, integerFromText } from "./python_number.ts"

/** Text, Python's `int(text)`, Python's `float(text)`; undefined where Python raises. */
const vectors: ReadonlyArray<readonly [string, number | bigint | undefined, number | undefined]> = [
  ["5", 5, 5],
  [" 5\n", 5, 5],
  ["+5", 5, 5],
  ["-5", -5, -5],
  ["007", 7, 7],
  ["-0", 0, -0],
  ["1_000", 1000, 1000],
  ["1__0", undefined, undefined],
  ["_1", undefined, undefined],
  ["1_", undefined, undefined],
  ["1_.5", undefined, undefined],
  ["5.0", undefined, 5],
  ["5.", undefined, 5],
  [".5", undefined, 0.5],
  [".", undefined, undefined],
  ["1e3", undefined, 1000],
  ["1E+5", undefined, 100_000],
  ["1e5_0", undefined, 1e50],
  ["1e", undefined, undefined],
  ["1e400", undefined, Number.POSITIVE_INFINITY],
  ["-Infinity", undefined, Number.NEGATIVE_INFINITY],
  ["inf", undefined, Number.POSITIVE_INFINITY],
  ["infin", undefined, undefined],
  ["NaN", undefined, Number.NaN],
  ["", undefined, undefined],
  ["x", undefined, undefined],
  ["0x10", undefined, undefined],
  ["0b1", undefined, undefined],
  ["- 5", undefined, undefined],
  ["--5", undefined, undefined],
  ["5\x1c", undefined, undefined],
  ["\ufeff5", undefined, undefined],
  ["\u30005", 5, 5],
  ["１２", 12, 12],
  ["9007199254740993", 9007199254740993n, 9007199254740992]
]

describe("numbers from text are Python's", () => {
  it.each(vectors)("%j", (text, integer, float) => {
    expect(integerFromText(text)).toBe(integer)
    expect(floatFromText(text)).toBe(float)
  })

  it("a text made to make the pattern backtrack is read in linear time", () => {
    const started = performance.now()
    expect(floatFromText(`${"1".repeat(200_000)}x`)).toBeUndefined()
    expect(integerFromText(`${" ".repeat(200_000)}x`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it("an integer of more digits than Python reads is refused", () => {
    expect(integerFromText("9".repeat(4300))).toBe(10n ** 4300n - 1n)
    expect(integerFromText("9".repeat(4301))).toBeUndefined()
  })
})
