import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { FormClock } from "./form_clock.ts"

describe("the time of forms", () => {
  it.effect("a moment that a given clock cannot tell from now is waited for, and not asked for again and again", () =>
    Effect.gen(function* () {
      const clock = new FormClock(yield* Effect.context<never>())
      yield* TestClock.adjust(11056.710511)
      let looks = 0
      const called: Array<number> = []
      const now = clock.now.bind(clock)
      clock.now = () => {
        looks++
        return now()
      }
      const moment = 11056.710511000001
      clock.watch([moment], () => called.push(now()))
      yield* TestClock.adjust(10)
      assert.deepStrictEqual(
        called.map((at) => at >= moment),
        [true]
      )
      assert.isBelow(looks, 5)
    })
  )
})
