import { Effect, Random, References } from "effect"
import { vi } from "vitest"
import { SeededRandom } from "./_test_seeded_random.ts"

/** Slices of time are over when the seed says so: how busy the machine is must not decide what happens. */
const seededSlices = (seed: number) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const random = new SeededRandom(seed ^ 0x51ce)
      let now = performance.now()
      return vi.spyOn(performance, "now").mockImplementation(() => {
        if (random.isOneOf(20)) now += 2
        return now
      })
    }),
    (spy) => Effect.sync(() => spy.mockRestore())
  )

/**
 * Lets everything by chance follow from a seed: what the product draws, and what depends on how fast the machine is.
 * With the time of the test's clock nothing else is left to chance, and a seed tells the same story every time.
 */
export const fromSeed =
  (seed: number) =>
  <A, E, R>(simulation: Effect.Effect<A, E, R>) =>
    Effect.andThen(seededSlices(seed), simulation).pipe(
      Effect.scoped,
      Random.withSeed(seed),
      Effect.provideService(References.MinimumLogLevel, "None")
    )
