import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Result } from "effect"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { showNode, startNode } from "../../run/_test_nodes.ts"
import { askNode, startWorkflow } from "../../run/_test_paused_run.ts"
import { RunEngine } from "../../run/run_engine.ts"
import type { Stores } from "../memory_stores.ts"
import { RunStore } from "../run_store.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { canary } from "./_test_runs.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** One process after the other on a database: an engine over stores that are opened anew. */
const process = (url: Redacted.Redacted) => {
  const stores = layerPostgres({ url, maxConnections: 4 }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
  const engine = Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(stores)))
  return <A, E>(use: Effect.Effect<A, E, Stores | RunEngine>) => Effect.provide(use, engine)
}

const drawn = graphWorkflow(
  [
    { id: "s", type: startNode },
    askNode("a", { form_content: "Is {{#env.KEY#}} right?" }),
    askNode("b"),
    { id: "y", type: showNode, config: { template: "{{#a.note#}} {{#b.note#}} {{#env.KEY#}}" } }
  ],
  [
    ["s", "a"],
    ["s", "b"],
    ["a", "y", "yes"],
    ["b", "y", "yes"]
  ]
)
const workflow = {
  ...drawn,
  compiled: { ...drawn.compiled, graph: { ...drawn.compiled.graph, secretNames: ["KEY"] } }
}
const load = () => Effect.succeed(workflow)

const paused = Effect.gen(function* () {
  const run = yield* startWorkflow(workflow, { v: 1 }, { tenantId: "t", appId: "a" }, { environment: { KEY: canary } })
  assert.strictEqual((yield* run.result).status, "paused")
  return run.id
})

const answer = (runId: string, node: string, note = node) =>
  Effect.flatMap(RunEngine, (engine) => engine.resume(runId, { node, action: "yes", inputs: { note } }, load))

const summary = (runId: string) =>
  Effect.flatMap(RunStore, (store) => store.summary({ tenantId: "t", appId: "a" }, runId))

const fresh = Effect.flatMap(TestPostgres, ({ freshDatabase }) => freshDatabase)

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("paused runs on PostgreSQL", (it) => {
  it.effect("go on in one process after the other, answer by answer, with their secrets and no other facts", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const id = yield* process(url)(paused)
      const waiting = yield* process(url)(summary(id))
      assert.deepInclude(waiting, { status: "paused", totalSteps: 3 })
      const again = yield* process(url)(Effect.flatMap(answer(id, "b"), (run) => run.result))
      assert.deepStrictEqual([again.status, again.forms?.map(({ node_id }) => node_id)], ["paused", ["a"]])
      assert.notInclude(JSON.stringify(again.forms), canary)
      const ended = yield* process(url)(Effect.flatMap(answer(id, "a"), (run) => run.result))
      assert.deepStrictEqual([ended.status, ended.outputs.answer], ["succeeded", `a b ${canary}`])
      const error = yield* process(url)(Effect.flip(answer(id, "a")))
      assert.strictEqual(error.code, "human_input_form_submitted")
      const facts = yield* process(url)(
        Effect.flatMap(RunStore, (store) => Effect.map(store.find(id), (run) => run?.facts() ?? []))
      )
      assert.deepStrictEqual(
        facts.map(({ seq }) => seq),
        facts.map((_, index) => index + 1)
      )
      assert.strictEqual(facts.filter(({ kind }) => kind === "node_started").length, 4)
    })
  )

  it.effect("answered at once through one process: one answer wins", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const id = yield* process(url)(paused)
      const codes = yield* process(url)(
        Effect.gen(function* () {
          const answers = yield* Effect.forEach(["1", "2", "3"], (note) => Effect.result(answer(id, "a", note)), {
            concurrency: "unbounded"
          })
          return answers.map((one) => (Result.isSuccess(one) ? "taken" : one.failure.code))
        })
      )
      assert.deepStrictEqual(codes.toSorted(), ["human_input_form_submitted", "human_input_form_submitted", "taken"])
    })
  )
})
