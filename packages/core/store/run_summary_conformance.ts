import { Effect } from "effect"
import type { Fact } from "../run/fact.ts"
import { accepted, finished, graph, opened, written } from "./_conformance_runs.ts"
import { type NewFact, RunStore } from "./run_store.ts"
import { runSummary } from "./run_summary.ts"
import { expect, expectSame, requirement, type StoreRequirement, unique } from "./store_requirement.ts"

/** How every `RunStore` shows runs in short, and pages through them. */
export const runSummaryRequirements: ReadonlyArray<StoreRequirement<RunStore>> = [
  requirement(
    "shows a run in short, at work, paused and ended, secrets masked",
    Effect.gen(function* () {
      const store = yield* RunStore
      const [tenantId, id] = [unique("tenant"), unique("run")]
      const app = { tenantId, appId: "a" }
      const secret = "sk-1234567890abcdef"
      const start = {
        ...accepted(id, tenantId),
        trigger: "app-run" as const,
        inputs: { key: `Bearer ${secret}`, nul: "\u0000\ud800", big: 2n ** 70n },
        environment: { KEY: secret },
        workflowVersion: "v1",
        createdBy: { role: "end_user" as const, id: "user" }
      }
      const secretGraph = { ...graph, secretNames: ["KEY"] }
      const writer = yield* opened(start, secretGraph)
      const summaryAfter = (facts: ReadonlyArray<Fact>) =>
        runSummary({ ...start, seq: 1, epoch: 1, version: 1 }, secretGraph, facts)
      const facts: Array<Fact> = []
      const check = (status: string) =>
        Effect.gen(function* () {
          yield* written(writer)
          const summary = yield* store.summary(app, id)
          yield* expectSame(summary, summaryAfter(facts), `the summary of a ${status} run`)
          yield* expect(summary?.status === status, "another status")
          const { inputs: _inputs, outputs: _outputs, ...head } = summaryAfter(facts)
          yield* expectSame((yield* store.page({ ...app, limit: 1 })).items, [head], "the page")
        })
      const append = (fact: NewFact) => facts.push(writer.append(fact))
      yield* check("running")
      append({ kind: "run_paused", seq: 0, epoch: 0, version: 1, at: 3, reasons: [] })
      yield* check("paused")
      append({ kind: "run_resumed", seq: 0, epoch: 0, version: 1, at: 4 })
      yield* check("running")
      const error = { code: "c", type: "", message: `failed with ${secret}\u0000` }
      append(finished({ status: "failed", error, outputs: { a: "\u0000\udfff", n: 1.5, list: [1, null] } }))
      yield* check("failed")
      const shown = yield* store.summary(app, id)
      yield* expect(!JSON.stringify([shown?.inputs.key, shown?.error]).includes(secret), "shows a secret")
    })
  ),
  requirement(
    "pages through the runs of an app, filtered",
    Effect.gen(function* () {
      const store = yield* RunStore
      const tenantId = unique("tenant")
      const app = { tenantId, appId: "a" }
      const ids: Array<string> = []
      for (const index of [0, 1, 2, 3, 4]) {
        const id = unique("run")
        ids.unshift(id)
        const trigger = index % 2 === 0 ? ("debugging" as const) : ("app-run" as const)
        const writer = yield* opened({ ...accepted(id, tenantId), trigger, workflowId: `w${index % 2}` }, graph)
        if (index > 1) writer.append(finished({ status: "stopped" }))
        yield* written(writer)
      }
      yield* store.open(accepted(unique("run"), tenantId, "other"), graph)
      const page = (filter: object) =>
        Effect.map(store.page({ ...app, limit: 10, ...filter }), ({ items, hasMore }) => [
          items.map(({ id }) => ids.indexOf(id)).join(""),
          hasMore
        ])
      yield* expectSame(yield* page({}), ["01234", false], "all")
      yield* expectSame(yield* page({ limit: 2 }), ["01", true], "first page")
      yield* expectSame(yield* page({ limit: 2, lastId: ids[1] }), ["23", true], "second page")
      yield* expectSame(yield* page({ limit: 2, lastId: ids[3] }), ["4", false], "last page")
      yield* expectSame(yield* page({ limit: 5 }), ["01234", false], "a full last page")
      yield* expectSame(yield* page({ lastId: unique("missing") }), ["", false], "after a missing run")
      yield* expectSame(yield* page({ trigger: "app-run" }), ["13", false], "by trigger")
      yield* expectSame(yield* page({ status: "stopped" }), ["012", false], "by status")
      yield* expectSame(yield* page({ status: "running", limit: 1 }), ["3", true], "by status, first page")
      yield* expectSame(yield* page({ workflowId: "w1" }), ["13", false], "by workflow")
    })
  ),
  requirement(
    "hostile: a foreign run looks like a missing one, also as the place where a page starts",
    Effect.gen(function* () {
      const store = yield* RunStore
      const [mine, eve] = [unique("tenant"), unique("tenant")]
      const [id, other] = [unique("run"), unique("run")]
      yield* store.open(accepted(id, mine), graph)
      yield* store.open(accepted(other, eve), graph)
      for (const app of [
        { tenantId: eve, appId: "a" },
        { tenantId: mine, appId: "b" }
      ]) {
        yield* expect((yield* store.summary(app, id)) === undefined, "showed a foreign run")
      }
      const page = yield* store.page({ tenantId: eve, appId: "a", lastId: id, limit: 10 })
      yield* expectSame(page, { items: [], hasMore: false }, "a page after a foreign run")
    })
  )
]
