import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./_test_simulation.ts"

/** One seed alone, to look at what it shows: `FLOWGLASS_TEST_SEED=17`. */
const wanted = process.env.FLOWGLASS_TEST_SEED

const seeds = wanted === undefined ? Array.from({ length: 50 }, (_, index) => index) : [Number(wanted)]

describe("runs of processes that die, stand still and lose what they say", () => {
  for (const seed of seeds) {
    it.effect(`seed ${seed}: all end, nothing is done twice, nothing shown is lost`, () =>
      Effect.map(simulate(seed), ({ runs }) => assert.isAbove(runs, 0))
    )
  }
})
