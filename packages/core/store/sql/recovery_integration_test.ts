import { assert, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Redacted, Schema, Scope, Stream } from "effect"
import { defineNode } from "../../node/define_node.ts"
import { graphWorkflow } from "../../run/_test_graph_workflow.ts"
import { incrementNode, startNode } from "../../run/_test_nodes.ts"
import { askNode } from "../../run/_test_paused_run.ts"
import type { ResumeOptions } from "../../run/resume_options.ts"
import { RunEngine } from "../../run/run_engine.ts"
import { RunStore } from "../run_store.ts"
import { postgresDatabase } from "./_postgres_client.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

const values = { inputs: { v: 1 }, files: [], environment: {}, conversation: {}, mocks: {} }

/** A node that leaves the process, in the hands of a test: which executions began, and whether they may end. */
class Outside {
  readonly begun: Array<string> = []
  #isOpen = false
  #waiting: Array<() => void> = []

  open(): void {
    this.#isOpen = true
    for (const resume of this.#waiting) resume()
  }

  readonly type = defineNode({
    type: "outside",
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Struct({}),
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [],
    external: true,
    example: { config: {}, outputs: { v: 1 } },
    run: (_config, { execution, attempt }) =>
      Effect.callback((resume) => {
        this.begun.push(`${execution} ${attempt}`)
        const end = (): void => resume(Effect.succeed({ outputs: { v: 7 } }))
        if (this.#isOpen) end()
        else this.#waiting.push(end)
      })
  })

  readonly workflow = graphWorkflow(
    [
      { id: "s", type: startNode },
      { id: "a", type: incrementNode, config: { from: "s" } },
      { id: "out", type: this.type },
      { id: "b", type: incrementNode, config: { from: "out" } }
    ],
    [
      ["s", "a"],
      ["a", "out"],
      ["out", "b"]
    ]
  )
}

/** A process with the database open: its engine works for the store until it is ended. */
const openProcess = (url: Redacted.Redacted, outside: Outside, workflow = outside.workflow) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const stores = layerPostgres({ url, maxConnections: 3 }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
    const layer = Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(stores)))
    const context = yield* Layer.buildWithScope(layer, scope)
    const use = <A, E>(effect: Effect.Effect<A, E, RunEngine | RunStore>) => Effect.provide(effect, context)
    const carryOn = Effect.flatMap(RunEngine, (engine) => engine.carryOn(() => Effect.succeed(workflow)))
    yield* Effect.forkIn(use(carryOn), scope)
    const start = Effect.flatMap(RunEngine, (engine) => engine.start(workflow, values, {}))
    return {
      start: use(start),
      resume: (id: string, answer: ResumeOptions) =>
        use(Effect.flatMap(RunEngine, (engine) => engine.resume(id, answer, () => Effect.succeed(workflow)))),
      summary: (id: string) =>
        use(Effect.flatMap(RunStore, (store) => store.summary({ tenantId: "local", appId: "local" }, id))),
      find: (id: string) => use(Effect.flatMap(RunStore, (store) => store.find(id))),
      isOwner: use(Effect.map(RunStore, (store) => store.isOwner())),
      close: Scope.close(scope, Exit.void)
    }
  })

const until = (condition: Effect.Effect<boolean>) =>
  Effect.repeat(Effect.delay(condition, 20), { until: (met) => met }).pipe(Effect.timeout("15 seconds"))

const fresh = Effect.flatMap(TestPostgres, ({ freshDatabase }) => freshDatabase)

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("runs of several processes", (it) => {
  it.effect("a run that one process accepts is worked on by the one that owns the runs, and told by both", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const [mine, theirs] = [new Outside(), new Outside()]
      const owner = yield* openProcess(url, mine)
      const other = yield* openProcess(url, theirs)
      assert.deepStrictEqual([yield* owner.isOwner, yield* other.isOwner], [true, false])
      const run = yield* other.start
      yield* until(Effect.sync(() => mine.begun.length === 1))
      mine.open()
      const { status } = yield* run.result
      assert.strictEqual(status, "succeeded")
      assert.deepStrictEqual(theirs.begun, [])
      const events = yield* Stream.runCollect(run.events)
      assert.strictEqual(events.at(-1)?.event, "run_succeeded")
      assert.deepStrictEqual(
        events.filter(({ event }) => event === "node_succeeded").map((event) => event.node_id),
        ["s", "a", "out", "b"]
      )
      const there = (yield* other.find(run.id))?.facts().length
      // The owner hears of what is on disk a moment after others can read it.
      yield* until(Effect.orDie(Effect.map(owner.find(run.id), (here) => here?.facts().length === there)))
      yield* other.close
      yield* owner.close
    })
  )

  it.effect("a run that its process leaves goes on in the other one: what ended is not done again", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const [mine, theirs] = [new Outside(), new Outside()]
      const owner = yield* openProcess(url, mine)
      const other = yield* openProcess(url, theirs)
      const { id } = yield* owner.start
      yield* until(Effect.sync(() => mine.begun.length === 1))
      yield* owner.close
      yield* until(Effect.sync(() => theirs.begun.length === 1))
      assert.deepStrictEqual([mine.begun, theirs.begun], [["root/out 0"], ["root/out 0"]])
      theirs.open()
      const ended = Effect.map(other.find(id), (run) => run?.facts().at(-1)?.kind === "run_finished")
      yield* until(Effect.orDie(ended))
      const facts = (yield* other.find(id))?.facts() ?? []
      assert.strictEqual(facts.filter(({ kind }) => kind === "node_finished").length, 4)
      yield* other.close
    })
  )

  it.effect("a stop that another process is told ends the run where it works", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const [mine, theirs] = [new Outside(), new Outside()]
      const owner = yield* openProcess(url, mine)
      const other = yield* openProcess(url, theirs)
      const run = yield* other.start
      yield* until(Effect.sync(() => mine.begun.length === 1))
      yield* run.stop("enough")
      const { status, error } = yield* run.result
      assert.deepStrictEqual([status, error?.code, error?.message], ["stopped", "run_stopped", "enough"])
      yield* other.close
      yield* owner.close
    })
  )

  it.effect("an answer that another process takes lets the run go on where it works", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const outside = new Outside()
      outside.open()
      const workflow = graphWorkflow(
        [
          { id: "s", type: startNode },
          askNode("ask"),
          { id: "out", type: outside.type },
          { id: "no", type: incrementNode, config: { from: "s" } }
        ],
        [
          ["s", "ask"],
          ["ask", "out", "yes"],
          ["ask", "no", "no"]
        ]
      )
      const owner = yield* openProcess(url, outside, workflow)
      const other = yield* openProcess(url, outside, workflow)
      const run = yield* owner.start
      assert.strictEqual((yield* run.result).status, "paused")
      const answer = { action: "yes", inputs: { note: "fine" } }
      const followed = yield* other.resume(run.id, answer)
      assert.strictEqual((yield* followed.result).status, "succeeded")
      yield* until(Effect.map(run.result, ({ status }) => status === "succeeded"))
      assert.deepStrictEqual(outside.begun, ["root/out 0"])
      assert.strictEqual((yield* Effect.flip(other.resume(run.id, answer))).code, "run_not_paused")
      yield* other.close
      yield* owner.close
    })
  )

  it.effect("hostile: a run whose facts are damaged ends with a code, and is not asked for again", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const [mine, theirs] = [new Outside(), new Outside()]
      const owner = yield* openProcess(url, mine)
      const { id } = yield* owner.start
      yield* until(Effect.sync(() => mine.begun.length === 1))
      yield* owner.close
      const damage = Effect.flatMap(postgresDatabase(url, 1), (database) =>
        database.query("UPDATE run_facts SET body = 'damaged' WHERE run_id = $1 AND seq = 3", [id])
      )
      yield* Effect.scoped(damage)
      const next = yield* openProcess(url, theirs)
      const ended = Effect.map(next.summary(id), (run) => run?.status === "failed")
      yield* until(Effect.orDie(ended))
      assert.strictEqual((yield* next.summary(id))?.error?.code, "stored_value_unreadable")
      assert.deepStrictEqual(theirs.begun, [])
      yield* next.close
    })
  )

  it.effect(
    "hostile: a run that is removed, or whose next fact is damaged, ends for those who follow it elsewhere",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const [mine, theirs] = [new Outside(), new Outside()]
        const owner = yield* openProcess(url, mine)
        const other = yield* openProcess(url, theirs)
        const database = yield* postgresDatabase(url, 1)
        const cases = [
          ["DELETE FROM runs WHERE id = $1", "run_taken_over"],
          [
            `INSERT INTO run_facts SELECT run_id, max(seq) + 1, 1, 'node_log', 1, 'damaged' FROM run_facts
            WHERE run_id = $1 GROUP BY run_id`,
            "stored_value_unreadable"
          ]
        ] as const
        for (const [index, [harm, code]] of cases.entries()) {
          const run = yield* other.start
          yield* until(Effect.sync(() => mine.begun.length === index + 1))
          const events = yield* Effect.forkChild(Stream.runCollect(run.events))
          yield* until(Effect.orDie(Effect.map(other.find(run.id), (found) => (found?.facts().length ?? 0) > 5)))
          // Nobody tells those who follow it.
          yield* database.query(harm, [run.id])
          const told = yield* Effect.timeout(Fiber.join(events), "10 seconds")
          assert.deepStrictEqual(
            told.filter(({ event }) => event.startsWith("run_")).map(({ event }) => event),
            ["run_started", "run_failed"]
          )
          const { status, error } = yield* run.result
          assert.deepStrictEqual([status, error?.code], ["failed", code])
        }
        mine.open()
        yield* other.close
        yield* owner.close
      })
  )
})
