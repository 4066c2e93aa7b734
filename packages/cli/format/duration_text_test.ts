import { expect, it } from "@effect/vitest"
import { durationText } from "./duration_text.ts"

it.each([
  [0, "0.0 ms"],
  [0.04, "0.0 ms"],
  [9.94, "9.9 ms"],
  [9.96, "10 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 0 s"],
  [65_000, "1 min 5 s"],
  [3_599_999, "1 h 0 min"],
  [7_380_000, "2 h 3 min"]
])("%d milliseconds are %s", (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text)
})
