import { assert, it } from "@effect/vitest"
import { daysOf } from "./days_text.ts"

it("daysOf reads minutes, hours, days and weeks, and nothing else", () => {
  assert.deepStrictEqual(["30d", "12h", "90m", "4w", "0d"].map(daysOf), [30, 0.5, 0.0625, 28, 0])
  for (const text of ["", "30", "d", "-1d", "1.5d", "1e3d", "30 d", "30D", "9999999d", "1d1d", "\u0661d"])
    assert.isUndefined(daysOf(text), text)
})
