import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./_test_simulation.ts"

describe("runs of processes that die, stand still and lose what they say", () => {
  // A seed that fails is told alone by `FLOWGLASS_TEST_SEED=17 npx vitest run simulation_test`.
  for (let seed = 1000; seed < 3000; seed++) it.effect(`seed ${seed}`, () => Effect.asVoid(simulate(seed)))
})
