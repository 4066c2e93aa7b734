import type { Fact, StoredRun } from "@flowglass/core"
import { Effect } from "effect"

const nextFact = (run: StoredRun, known: number): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (run.facts().length > known) return resume(Effect.void)
    const leave = run.subscribe(() => {
      leave()
      resume(Effect.void)
    })
    return Effect.sync(leave)
  })

/** Shows the facts of a run as they come, a few at a time, until it has ended or waits for somebody. */
export const watchFacts = Effect.fnUntraced(function* (
  run: StoredRun,
  show: (facts: ReadonlyArray<Fact>) => Effect.Effect<void>,
  /** How many facts need not be shown. */
  from = 0
) {
  let known = from
  while (true) {
    yield* nextFact(run, known)
    const facts = run.facts().slice(known)
    known += facts.length
    yield* show(facts)
    const last = facts.at(-1)
    if (last?.kind === "run_finished" || last?.kind === "run_paused") return
  }
})
