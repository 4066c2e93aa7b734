import { Effect } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import { defaultRunLimits } from "../run/run_limits.ts"
import { type NewFact, RunStore } from "./run_store.ts"

/** One thing every store must do: runs against a store and fails with a sentence when it does not. */
export interface StoreRequirement {
  readonly name: string
  readonly check: Effect.Effect<void, Error, RunStore>
}

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

const accepted = (runId: string, tenantId = "t", appId = "a") => ({
  kind: "run_accepted" as const,
  at: 1,
  runId,
  engine: "test",
  trigger: "debugging" as const,
  tenantId,
  appId,
  workflowId: "w",
  inputs: { "__proto__ ": "\u0000\ud800", big: 2n ** 70n },
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

const expect = (holds: boolean, sentence: string): Effect.Effect<void, Error> =>
  holds ? Effect.void : Effect.fail(new Error(sentence))

const requirement = (
  name: string,
  check: (store: RunStore["Service"]) => Effect.Effect<void, Error>
): StoreRequirement => ({
  name,
  check: Effect.flatMap(RunStore, check)
})

/** What every `RunStore` must do. Run all of them against every implementation. */
export const storeRequirements: ReadonlyArray<StoreRequirement> = [
  requirement("keeps facts in order, numbered from 1", (store) =>
    Effect.gen(function* () {
      const writer = yield* store.open(accepted("1"), graph)
      writer.append(started(0))
      writer.append(started(1))
      if (writer.flush !== undefined) yield* writer.flush
      const facts = (yield* store.find("1"))?.facts() ?? []
      yield* expect(
        facts.map((fact) => `${fact.seq} ${fact.kind}`).join() === "1 run_accepted,2 node_started,3 node_started",
        "wrong facts"
      )
    })
  ),
  requirement("keeps every string and number as it was", (store) =>
    Effect.gen(function* () {
      yield* store.open(accepted("2"), graph)
      const inputs = (yield* store.find("2"))?.accepted.inputs
      yield* expect(inputs?.["__proto__ "] === "\u0000\ud800" && inputs.big === 2n ** 70n, "a value was changed")
    })
  ),
  requirement("knows nothing of a run that was never opened", (store) =>
    Effect.gen(function* () {
      yield* expect((yield* store.find("never")) === undefined, "found a run that is not there")
      yield* expect((yield* store.find("__proto__")) === undefined, "found a run named like a prototype")
    })
  ),
  requirement("lists runs newest first, and only those of the tenant and app asked for", (store) =>
    Effect.gen(function* () {
      yield* store.open(accepted("3", "other", "x"), graph)
      yield* store.open(accepted("4", "other", "y"), graph)
      const all = yield* store.list({ tenantId: "other" })
      const one = yield* store.list({ tenantId: "other", appId: "x" })
      yield* expect(all.map((run) => run.accepted.runId).join() === "4,3", "wrong order or tenant")
      yield* expect(one.map((run) => run.accepted.runId).join() === "3", "wrong app")
      yield* expect((yield* store.list({ limit: 1 })).length === 1, "the limit was not kept")
    })
  ),
  requirement("calls subscribers after each fact until they leave", (store) =>
    Effect.gen(function* () {
      const writer = yield* store.open(accepted("5"), graph)
      const run = yield* store.find("5")
      let calls = 0
      const leave = run?.subscribe(() => (calls += 1))
      writer.append(started(0))
      if (writer.flush !== undefined) yield* writer.flush
      leave?.()
      writer.append(started(1))
      if (writer.flush !== undefined) yield* writer.flush
      yield* expect(calls === 1, `was called ${calls} times`)
    })
  )
]
