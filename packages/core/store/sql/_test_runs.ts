import { Effect } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { encodeFact } from "../../run/encode_fact.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { accepted, opened } from "../_conformance_runs.ts"
import { RunStore, type StoredRun } from "../run_store.ts"
import { canonical } from "../store_requirement.ts"

/** A secret that must be found nowhere. */
export const canary = "canary-5fd1c0ffee"

const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }

/** A workflow of a few nodes with a secret variable. */
export const secretWorkflow = () => {
  const workflow = graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "a", type: incrementNode, config: { from: "s" } },
      { id: "b", type: incrementNode, config: { from: "a" } }
    ],
    [
      ["s", "a"],
      ["a", "b"]
    ]
  )
  const { compiled } = workflow
  return { ...workflow, compiled: { ...compiled, graph: { ...compiled.graph, secretNames: ["KEY"] } } }
}

/** Runs it to its end on the engine, and returns what the store of this process has. */
export const endedRun = Effect.gen(function* () {
  const engine = yield* RunEngine
  const store = yield* RunStore
  const given = { ...values, environment: { KEY: canary, OPEN: "open" } }
  const run = yield* engine.start(secretWorkflow(), given, { tenantId: "t", appId: "a" })
  yield* run.result
  yield* store.page({ tenantId: "t", appId: "a", limit: 1 })
  return (yield* store.find(run.id)) ?? (yield* Effect.die("the run is not stored"))
}).pipe(Effect.provide(RunEngine.layer))

/** A run as text, so that two can be compared. */
export const textOf = (run: StoredRun | undefined): string =>
  canonical([run?.graph, run?.facts().map((fact): unknown => JSON.parse(encodeFact(fact))), run?.accepted.environment])

/** A run that nobody works on, but its writer. */
export const openRun = (runId: string, appId = "a") =>
  opened({ ...accepted(runId, "t", appId), inputs: {} }, secretWorkflow().compiled.graph)
