import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import * as fc from "fast-check"
import { ReplayTurns } from "./replay_turns.ts"

const said = (order: Array<string>, word: string) => Effect.sync(() => void order.push(word))

describe("ReplayTurns", () => {
  it.live("answers come in the order of their places, those without one last", () =>
    Effect.gen(function* () {
      const turns = new ReplayTurns([1, 2, 3])
      const order: Array<string> = []
      const asked = [undefined, 3, 1, 2]
      yield* Effect.forEach(asked, (place) => turns.inTurn(place, said(order, `${place}`)), {
        concurrency: "unbounded"
      })
      expect(order).toEqual(["1", "2", "3", "undefined"])
    })
  )

  it.live("an answer waits for what ended before it, also when that has not begun", () =>
    Effect.gen(function* () {
      const turns = new ReplayTurns([1, 2])
      const order: Array<string> = []
      const fiber = yield* Effect.forkChild(turns.inTurn(2, said(order, "2")))
      yield* Effect.sleep(1)
      order.push("1")
      turns.end(1)
      yield* Fiber.join(fiber)
      expect(order).toEqual(["1", "2"])
    })
  )

  it.live("an answer waits for whoever is at work", () =>
    Effect.gen(function* () {
      const turns = new ReplayTurns([1, 2])
      const order: Array<string> = []
      const work = turns.work(2, Effect.andThen(Effect.sleep(30), said(order, "work")))
      yield* Effect.all([work, turns.inTurn(1, said(order, "answer"))], { concurrency: "unbounded" })
      expect(order).toEqual(["work", "answer"])
    })
  )

  it.live("what never comes is not waited for long, and only once", () =>
    Effect.gen(function* () {
      const places = Array.from({ length: 400 }, (_, index) => index)
      const turns = new ReplayTurns(places)
      const before = performance.now()
      // The first half belongs to nodes that the changed workflow has no more.
      const asked = places.filter((place) => place >= 200)
      yield* Effect.forEach(asked, (place) => turns.inTurn(place, Effect.void), { concurrency: "unbounded" })
      assert.isBelow(performance.now() - before, 2000)
    })
  )

  it.live("who is interrupted while it waits or works makes way", () =>
    Effect.gen(function* () {
      const turns = new ReplayTurns([1, 2])
      const order: Array<string> = []
      const working = yield* Effect.forkChild(turns.work(1, Effect.never))
      const waiting = yield* Effect.forkChild(turns.inTurn(1, said(order, "gone")))
      const last = yield* Effect.forkChild(turns.inTurn(2, said(order, "last")))
      yield* Effect.sleep(5)
      expect(order).toEqual([])
      yield* Fiber.interrupt(waiting)
      yield* Fiber.interrupt(working)
      yield* Fiber.join(last)
      expect(order).toEqual(["last"])
    })
  )

  it.live("any order in which answers are asked for gives the same order of answers", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }), (asked) => {
          const turns = new ReplayTurns(asked)
          const order: Array<string> = []
          const all = Effect.forEach(asked, (place) => turns.inTurn(place, said(order, String(place))), {
            concurrency: "unbounded"
          })
          return Effect.runPromise(
            Effect.map(all, () => assert.deepStrictEqual(order, ["1", "2", "3", "4", "5", "6", "7", "8"]))
          )
        })
      )
    )
  )
})
