import { Effect } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact } from "../run/fact.ts"
import { defaultRunLimits } from "../run/run_limits.ts"
import { equalValues } from "../value/equal_values.ts"
import { FileValue } from "../value/file_value.ts"
import { jsonText } from "../value/json_text.ts"
import { Float, float, type Value, type ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { type FactWriter, type NewFact, RunStore } from "./run_store.ts"
import { runSummary } from "./run_summary.ts"
import { expect, expectSame, hostileTexts, requirement, type StoreRequirement, unique } from "./store_requirement.ts"

const graph: RunGraph = {
  name: "g",
  mode: "workflow",
  dslVersion: null,
  hash: "h",
  nodes: [],
  edges: [],
  root: "",
  secretNames: []
}

/** Names and values that encodings are known to lose. */
const hostileValues: ValueObject = objectFrom([
  ["__proto__", { polluted: true }],
  ["$float", "1"],
  ["", [float(1), new Float(-0), 1.5, Number.NaN, 2n ** 70n]],
  ["file", new FileValue({ type: "custom", transfer_method: "local_file", bytes: new Uint8Array([0, 255]) })],
  ...hostileTexts.map((text, index): readonly [string, Value] => [`${index}${text}`, { [text]: [text] }])
])

const accepted = (runId: string, tenantId = "t", appId = "a") => ({
  kind: "run_accepted" as const,
  at: 1,
  runId,
  engine: "test",
  trigger: "debugging" as const,
  tenantId,
  appId,
  workflowId: "w",
  inputs: hostileValues,
  system: {},
  environment: {},
  conversation: {},
  limits: defaultRunLimits,
  mocks: {},
  mockExternals: false
})

const started = (node: number): NewFact => ({
  kind: "node_started",
  seq: 0,
  epoch: 0,
  version: 1,
  at: 2,
  frame: 0,
  node,
  attempt: 0
})

/** A run that this process works on: it has the store for itself. */
const opened = (...given: Parameters<RunStore["Service"]["open"]>) =>
  Effect.gen(function* () {
    const writer = yield* (yield* RunStore).open(...given)
    return writer ?? (yield* Effect.die("the store says that another process owns its runs"))
  })

const written = (writer: FactWriter) => writer.flush ?? Effect.void

const finished = (more: object = {}): NewFact => ({
  kind: "run_finished",
  seq: 0,
  epoch: 0,
  version: 1,
  at: 9,
  status: "succeeded",
  outputs: {},
  elapsed: 8,
  exceptionsCount: 0,
  totalTokens: 7,
  totalSteps: 3,
  ...more
})

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
  ),
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
