import { describe, expect, it } from "@effect/vitest"
import { seededRandom } from "./seeded_random.ts"

const draw = (seed: string, count: number): ReadonlyArray<number> => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, random)
}

describe("seededRandom", () => {
  it("follows from the seed alone", () => {
    expect(draw("root/node#0", 5)).toEqual(draw("root/node#0", 5))
    expect(draw("root/node#0", 5)).not.toEqual(draw("root/node#1", 5))
  })

  it("is spread over the whole range", () => {
    const numbers = draw("seed", 4000)
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => numbers.filter((number) => Math.floor(number * 10) === tenth).length
    )
    expect(tenths.every((count) => count > 300 && count < 500)).toBe(true)
  })
})
