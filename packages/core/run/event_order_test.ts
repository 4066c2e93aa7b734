import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"
import { graphWorkflow, type TestEdge, type TestNode } from "./_test_graph_workflow.ts"
import { incrementNode, parityNode, showNode, speakNode, startNode } from "./_test_nodes.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunEvent } from "./run_event.ts"

const choice = fc.record({
  kind: fc.constantFrom("increment", "waiting", "parity", "speak", "show"),
  from: fc.nat(),
  also: fc.nat(),
  fails: fc.constantFrom(0, 0, 0, 1, 2),
  retries: fc.constantFrom(0, 1, 2),
  strategy: fc.constantFrom("none", "fail-branch", "default-value"),
  handle: fc.constantFrom("source", "even", "odd", "fail-branch", "success-branch")
})

const scenario = fc.record({
  choices: fc.array(choice, { minLength: 1, maxLength: 15 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  steps: fc.constantFrom(3, 500, 500, 500),
  /** After how many events the run is stopped, if it is. */
  stopAfter: fc.option(fc.integer({ min: 1, max: 40 }))
})
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never

const nodeOf = (one: Scenario["choices"][number], id: string, from: string): TestNode => {
  const policy = { maximumRetries: one.retries, strategy: one.strategy, defaultValue: { v: 1 } }
  const { fails } = one
  if (one.kind === "parity") return { id, type: parityNode, config: { from } }
  if (one.kind === "show") return { id, type: showNode, config: { template: `[{{#${from}.v#}}{{#${from}.text#}}]` } }
  if (one.kind === "speak") return { id, type: speakNode, config: { text: `a ${id}`, fails }, policy }
  const delay = one.kind === "waiting" ? { delay: 0 } : {}
  return { id, type: incrementNode, config: { from, fails, ...delay }, policy }
}

/** Every node hangs on one or two earlier ones. */
const build = (choices: Scenario["choices"]) => {
  const nodes: Array<TestNode> = [{ id: "n0", type: startNode }]
  const edges: Array<TestEdge> = []
  for (const one of choices) {
    const id = `n${nodes.length}`
    const sources = new Set([one.from % nodes.length, one.also % nodes.length])
    nodes.push(nodeOf(one, id, `n${one.from % nodes.length}`))
    for (const source of sources) edges.push([`n${source}`, id, one.handle])
  }
  return { workflow: graphWorkflow(nodes, edges), edges }
}

const finishes = new Set(["node_succeeded", "node_failed", "node_exception", "node_stopped"])
const ends = new Set(["run_succeeded", "run_partial_succeeded", "run_failed", "run_stopped"])

/** What every stream of events promises, whatever the graph. */
const check = (events: ReadonlyArray<RunEvent>, edges: ReadonlyArray<TestEdge>): void => {
  assert.deepStrictEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1)
  )
  assert.strictEqual(events[0]?.event, "run_started")
  const last = events.at(-1)
  assert.deepStrictEqual([events.filter(({ event }) => ends.has(event)).length, ends.has(last?.event ?? "")], [1, true])
  const open = new Set<string>()
  const started = new Set<string>()
  const decided = new Set<string>()
  const taken = new Set<string>()
  /** The node whose edges were decided and whose finish is due. */
  let due: string | undefined
  for (const event of events) {
    if (event.event === "edge_taken" || event.event === "edge_skipped") {
      assert.isFalse(decided.has(event.edge_id), `${event.edge_id} is decided twice`)
      decided.add(event.edge_id)
      if (event.event === "edge_taken") taken.add(event.target_node_id)
      // A skipped edge further down belongs to the finish of the node that decided it, too.
      if (open.has(event.node_id)) due = event.node_id
      continue
    }
    if (event.event === "node_started") {
      assert.isUndefined(due, "a node starts between the edges and the finish of another")
      assert.isFalse(started.has(event.node_id), `${event.node_id} starts twice`)
      started.add(event.node_id)
      open.add(event.node_id)
      if (event.node_id === "n0") continue
      assert.isTrue(taken.has(event.node_id), `${event.node_id} starts without a taken edge`)
      edges.forEach(([, target], index) => {
        if (target === event.node_id) assert.isTrue(decided.has(`edge_${index}`), `${target} starts before its edges`)
      })
    } else if (finishes.has(event.event) && "node_id" in event) {
      assert.isTrue(open.delete(event.node_id ?? ""), `${event.node_id} finishes without a start`)
      assert.isTrue(due === undefined || due === event.node_id, `${event.node_id} finishes before ${due}`)
      due = undefined
    } else if (event.event === "node_retry") assert.isTrue(open.has(event.node_id))
  }
  assert.deepStrictEqual([...open], [], "every started node has a finish")
  assert.strictEqual(last !== undefined && "total_steps" in last ? last.total_steps : -1, started.size)
}

describe("events of 300 random runs, some of them stopped or limited,", () => {
  it.live("come in the promised order: one start, one finish, edges before both, one end", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(scenario, ({ choices, concurrency, steps, stopAfter }) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const engine = yield* RunEngine
              const { workflow, edges } = build(choices)
              const values = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }
              const run = yield* engine.start(workflow, values, { limits: { concurrency, steps } })
              if (stopAfter !== null) {
                yield* Stream.runDrain(Stream.take(run.events, stopAfter))
                yield* run.stop()
              }
              check(yield* Stream.runCollect(run.events), edges)
            }).pipe(Effect.provide(engineLayer))
          )
        ),
        { numRuns: 300 }
      )
    )
  )
})
