import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { checkLimits } from "./check_limits.ts"
import { defaultRunLimits } from "./run_limits.ts"

const refusal = (limits: unknown): string => {
  const checked = checkLimits(limits)
  assert(Result.isFailure(checked))
  expect(checked.failure.code).toBe("limit_invalid")
  return checked.failure.message
}

describe("checkLimits", () => {
  it("takes the defaults, some limits, and none", () => {
    for (const limits of [undefined, {}, { time: undefined }, { steps: 1, time: 0.5 }, defaultRunLimits]) {
      expect(Result.isSuccess(checkLimits(limits))).toBe(true)
    }
  })

  for (const name of Object.keys(defaultRunLimits)) {
    it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, "5", null, 5n, [1], Symbol("s")])(
      `refuses ${name} %s, and says what it may be`,
      (value) => {
        expect(refusal({ [name]: value })).toMatch(
          new RegExp(`^The limit "${name}" cannot be .*: it is a (whole )?number`)
        )
      }
    )
  }

  it.each(["steps", "time", "nodeTime", "concurrency", "codeTimeout", "codeMemory", "outputSize", "runSize"])(
    "%s cannot be 0: nothing would run",
    (name) => {
      expect(refusal({ [name]: 0 })).toContain(`"${name}" cannot be 0`)
    }
  )

  it.each([
    ["steps", 1.5, "a whole number, 1 or more"],
    ["time", 2 ** 31, "more than 0 and at most 2147483647"],
    ["outputSize", 1e9, "a whole number from 1 to 100000000"],
    ["runSize", 1e9, "a whole number from 1 to 400000000"],
    ["codeStringLength", -1, "a whole number, 0 or more"]
  ])("%s cannot be %d", (name, value, part) => {
    expect(refusal({ [name]: value })).toContain(part)
  })

  it("an unknown name is refused with the one that was meant; __proto__ is a name like others", () => {
    expect(refusal({ step: 5 })).toContain('There is no limit "step"; did you mean "steps"?')
    expect(refusal(JSON.parse('{"__proto__": 5}'))).toMatch(
      /^There is no limit "__proto__"; there are .*\bsteps, time,/
    )
    expect(refusal({ steps: 0, nodetime: 1 })).toMatch(/"steps".*"nodetime"/)
    expect(refusal("500")).toBe("Limits must be an object.")
  })
})
