import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./_test_simulation.ts"

/**
 * How many seeds, and the first of them; each is told alone by `FLOWGLASS_TEST_SEED=1017 npx vitest run --project unit
 * simulation_test`.
 */
const seeds = Number(process.env.FLOWGLASS_TEST_SEEDS ?? 2000)
const first = Number(process.env.FLOWGLASS_TEST_FIRST_SEED ?? 1000)

describe("runs of processes that die, stand still and lose what they say", () => {
  for (let seed = first; seed < first + seeds; seed++) {
    it.effect(`seed ${seed}`, () => Effect.asVoid(simulate(seed)), 20_000)
  }
})
