import type { PgClient } from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect } from "effect"
import { TestClock } from "effect/testing"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { factsOf, startWorkflow } from "../../run/_test_paused_run.ts"
import { encodeFact } from "../../run/encode_fact.ts"
import type { Fact } from "../../run/fact.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { layerMemoryRunStore } from "../memory_run_store.ts"
import { Column, Database } from "./_database.ts"
import { followRuns, type ReadRun } from "./_followed_runs.ts"

const workflow = graphWorkflow(
  [
    { id: "s", type: startNode },
    { id: "a", type: incrementNode, config: { from: "s" } }
  ],
  [["s", "a"]]
)

/** The facts of a run that has ended. */
const ended = Effect.gen(function* () {
  const run = yield* startWorkflow(workflow)
  yield* run.result
  return yield* factsOf(run)
}).pipe(Effect.provide(RunEngine.layer), Effect.provide(layerMemoryRunStore()))

const reader = (facts: ReadonlyArray<Fact>): ReadRun => {
  const [accepted] = facts
  if (accepted?.kind !== "run_accepted") throw new Error("a run starts with its acceptance")
  const known = [...facts]
  return { accepted, facts: () => known, show: (fact) => void known.push(fact) }
}

describe("runs that are followed", () => {
  it.effect("who comes while others are read, and knows less than they, is not told that the run is damaged", () =>
    Effect.gen(function* () {
      const facts = yield* ended
      const answered = yield* Deferred.make<void>()
      const unsafe = (_statement: string, [ids, after]: ReadonlyArray<unknown>) => {
        const [id] = ids instanceof Column ? ids.values : []
        const [known] = after instanceof Column ? after.values : []
        const rows = facts
          .slice(Number(known))
          .map((fact) => ({ id, isGone: false, isOver: true, body: Buffer.from(encodeFact(fact)) }))
        return Effect.as(Deferred.await(answered), rows)
      }
      const client: PgClient = Object.assign(Object.create(null), { unsafe })
      const followed = yield* followRuns(new Database(client, (column) => column))
      const [far, near] = [reader(facts.slice(0, -1)), reader(facts.slice(0, 1))]
      followed.watch(far)
      yield* TestClock.adjust(10)
      followed.watch(near)
      yield* Deferred.succeed(answered, undefined)
      yield* TestClock.adjust(10_000)
      for (const { facts: known } of [far, near])
        assert.deepStrictEqual(
          known().map(({ seq, kind }) => `${seq} ${kind}`),
          facts.map(({ seq, kind }) => `${seq} ${kind}`)
        )
    })
  )
})
