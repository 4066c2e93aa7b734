import { Effect } from "effect"
import { accepted, finished, graph, opened, started, written } from "./_conformance_runs.ts"
import { RunStore } from "./run_store.ts"
import { expect, requirement, type StoreRequirement, unique } from "./store_requirement.ts"

/** How every `RunStore` removes runs. */
export const runRemovalRequirements: ReadonlyArray<StoreRequirement<RunStore>> = [
  requirement(
    "removes the runs that ended first, their large values as well, and no others",
    Effect.gen(function* () {
      const store = yield* RunStore
      const tenantId = unique("tenant")
      const large = "large ".repeat(20_000)
      const open = (id: string) => opened({ ...accepted(id, tenantId), inputs: { large } }, graph)
      const ended = (at: number) =>
        Effect.gen(function* () {
          const id = unique("run")
          const writer = yield* open(id)
          writer.append({ ...finished({ outputs: { large, other: large } }), at })
          yield* written(writer)
          return id
        })
      const [second, first, third] = [yield* ended(-200), yield* ended(-300), yield* ended(-100)]
      const working = unique("run")
      yield* open(working)
      yield* expect((yield* store.prune({ finishedBefore: -150, limit: 1 })) === 1, "another number of runs is gone")
      yield* expect((yield* store.find(first)) === undefined, "the first to end is still there")
      yield* expect((yield* store.find(second)) !== undefined, "more than the limit is gone")
      yield* expect((yield* store.prune({ finishedBefore: -150 })) === 1, "another number of old runs is gone")
      yield* expect((yield* store.prune({ finishedBefore: -150 })) === 0, "runs are gone that were not old")
      yield* expect((yield* store.summary({ tenantId, appId: "a" }, second)) === undefined, "its summary is there")
      for (const id of [third, working]) {
        const run = yield* store.find(id)
        yield* expect(run?.accepted.inputs.large === large, "a value of another run is gone")
      }
    })
  ),
  requirement(
    "removes the runs of an app, and no others",
    Effect.gen(function* () {
      const store = yield* RunStore
      const tenant = unique("tenant")
      const [gone, kept] = [unique("run"), unique("run")]
      const writer = yield* opened(accepted(gone, tenant, "x"), graph)
      yield* store.open(accepted(kept, tenant, "y"), graph)
      yield* store.removeApp({ tenantId: tenant, appId: "x" })
      writer.append(started(0))
      writer.append(finished())
      yield* Effect.ignore(written(writer))
      yield* expect((yield* store.find(gone)) === undefined, "the run is still there")
      yield* expect((yield* store.summary({ tenantId: tenant, appId: "x" }, gone)) === undefined, "its summary is")
      yield* expect((yield* store.find(kept)) !== undefined, "another run is gone")
    })
  )
]
