import { Effect } from "effect"
import { equalValues } from "../value/equal_values.ts"
import { jsonText } from "../value/json_text.ts"
import { accepted, finished, graph, hostileValues, opened, started, written } from "./_conformance_runs.ts"
import { runRemovalRequirements } from "./run_removal_conformance.ts"
import { RunStore } from "./run_store.ts"
import { runSummaryRequirements } from "./run_summary_conformance.ts"
import { expect, expectSame, hostileTexts, requirement, type StoreRequirement, unique } from "./store_requirement.ts"

/** What every `RunStore` must do. Run all of them against every implementation. */
export const runStoreRequirements: ReadonlyArray<StoreRequirement<RunStore>> = [
  requirement(
    "keeps facts in order, numbered from 1",
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = unique("run")
      const writer = yield* opened(accepted(id), graph)
      writer.append(started(0))
      writer.append(started(1))
      yield* written(writer)
      const facts = (yield* store.find(id))?.facts() ?? []
      yield* expect(
        facts.map((fact) => `${fact.seq} ${fact.kind}`).join() === "1 run_accepted,2 node_started,3 node_started",
        "wrong facts"
      )
    })
  ),
  requirement(
    "keeps every string, name and number as it was",
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = unique("run")
      const writer = yield* opened(accepted(id), graph)
      writer.append(finished({ outputs: hostileValues }))
      yield* written(writer)
      const run = yield* store.find(id)
      const last = run?.facts().at(-1)
      for (const values of [run?.accepted.inputs, last?.kind === "run_finished" ? last.outputs : undefined]) {
        yield* expect(values !== undefined && equalValues(values, hostileValues), "a value was changed")
        yield* expect(Object.hasOwn(values ?? {}, "__proto__"), "a name was lost")
        yield* expect(jsonText(values ?? null) === jsonText(hostileValues), "a value is shown differently")
      }
    })
  ),
  requirement(
    "knows nothing of a run that was never opened",
    Effect.gen(function* () {
      const store = yield* RunStore
      for (const id of ["never", ...hostileTexts]) {
        yield* expect((yield* store.find(id)) === undefined, "found a run that is not there")
        yield* expect((yield* store.summary({ tenantId: id, appId: id }, id)) === undefined, "its summary")
        const page = yield* store.page({ tenantId: id, appId: id, lastId: id, workflowId: id, limit: 10 })
        yield* expectSame(page, { items: [], hasMore: false }, "a page")
      }
    })
  ),
  requirement(
    "lists runs newest first, and only those of the tenant and app asked for",
    Effect.gen(function* () {
      const store = yield* RunStore
      const tenant = unique("tenant")
      const [one, two] = [unique("run"), unique("run")]
      yield* store.open(accepted(one, tenant, "x"), graph)
      yield* store.open(accepted(two, tenant, "y"), graph)
      const all = yield* store.list({ tenantId: tenant })
      const ofApp = yield* store.list({ tenantId: tenant, appId: "x" })
      yield* expectSame(
        all.map((run) => run.accepted.runId),
        [two, one],
        "order and tenant"
      )
      yield* expectSame(
        ofApp.map((run) => run.accepted.runId),
        [one],
        "app"
      )
      yield* expect((yield* store.list({ limit: 1 })).length === 1, "the limit was not kept")
    })
  ),
  requirement(
    "calls subscribers after each fact until they leave",
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = unique("run")
      const writer = yield* opened(accepted(id), graph)
      const run = yield* store.find(id)
      let calls = 0
      const leave = run?.subscribe(() => (calls += 1))
      writer.append(started(0))
      yield* written(writer)
      leave?.()
      writer.append(started(1))
      yield* written(writer)
      yield* expect(calls === 1, `was called ${calls} times`)
    })
  ),
  ...runSummaryRequirements,
  ...runRemovalRequirements
]
