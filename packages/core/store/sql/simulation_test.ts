import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./_test_simulation.ts"

/** One seed alone, to look at what it shows: `FLOWGLASS_TEST_SEED=17`. */
const wanted = process.env.FLOWGLASS_TEST_SEED

const seeds = wanted === undefined ? Array.from({ length: 50 }, (_, index) => index) : [Number(wanted)]

/** What all seeds together have to come to: a simulation in which nothing happens proves nothing. */
const expected = [
  "takeover",
  "container_started",
  "frame_finished",
  "node_paused",
  "node_resumed",
  "node_retried",
  "form_expired",
  "human_input_time_limit_exceeded",
  "node_text",
  "text_withdrawn",
  "kept_at_end"
]

describe("runs of processes that die, stand still and lose what they say", () => {
  const reached = new Map<string, number>()
  let firstStory: string | undefined

  for (const seed of seeds) {
    it.effect(`seed ${seed}: all end, nothing is done twice, nothing shown is lost`, () =>
      Effect.map(simulate(seed), (simulated) => {
        assert.isAbove(simulated.runs, 0)
        firstStory ??= simulated.story
        for (const [name, count] of simulated.reached) reached.set(name, (reached.get(name) ?? 0) + count)
      })
    )
  }

  it.effect("tell the same story for the same seed, whatever else the machine does", () =>
    Effect.map(simulate(seeds[0] ?? 0), ({ story }) => assert.strictEqual(story, firstStory))
  )

  it.skipIf(wanted !== undefined)("come to takeovers, containers, forms, retries and text", () => {
    for (const name of expected) assert.isAbove(reached.get(name) ?? 0, 5, name)
  })
})
