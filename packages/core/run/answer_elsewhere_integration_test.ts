import { assert, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Exit, Fiber, Layer, Redacted, Result, Scope } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import { RunStore } from "../store/run_store.ts"
import { postgresDatabase } from "../store/sql/_postgres_client.ts"
import { databaseProxy } from "../store/sql/_test_database_proxy.ts"
import { TestPostgres } from "../store/sql/_test_postgres.ts"
import { layerPostgres } from "../store/sql/layer_postgres.ts"
import { Sealer } from "../store/sql/sealer.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { showNode, startNode } from "./_test_nodes.ts"
import { askNode, startWorkflow } from "./_test_paused_run.ts"
import { RunEngine } from "./run_engine.ts"
import type { RunOptions } from "./run_options.ts"

/** Asks, says what was answered, and with `last` asks once more. */
const asking = (last: boolean) =>
  graphWorkflow(
    [
      { id: "s", type: startNode },
      askNode("a"),
      { id: "y", type: showNode, config: { template: "{{#a.note#}}" } },
      ...(last ? [askNode("b")] : [])
    ],
    [["s", "a"], ["a", "y", "yes"], ...(last ? [["y", "b"] as const] : [])]
  )

const workflow = asking(false)
const twice = asking(true)
const load = ({ nodes }: RunGraph) => Effect.succeed(nodes.some(({ id }) => id === "b") ? twice : workflow)

type RunStoreApi = RunStore["Service"]

/** A process on a database, until it is closed: an engine over stores of its own, whose store may be another one. */
const openProcess = Effect.fnUntraced(function* (
  url: Redacted.Redacted,
  changed: (store: RunStoreApi) => Partial<RunStoreApi> = () => ({})
) {
  const scope = yield* Effect.acquireRelease(Scope.make(), (made) => Scope.close(made, Exit.void))
  const stores = layerPostgres({ url, maxConnections: 4 }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))
  const store = Layer.effect(
    RunStore,
    Effect.map(RunStore, (kept) => RunStore.of({ ...kept, ...changed(kept) }))
  ).pipe(Layer.provide(stores))
  const layer = Layer.fresh(RunEngine.layer.pipe(Layer.provideMerge(store)))
  const context = yield* Layer.buildWithScope(layer, scope)
  const use = <A, E>(effect: Effect.Effect<A, E, RunEngine | RunStore>) => Effect.provideContext(effect, context)
  /** It works for the others as well. */
  const work = Effect.forkIn(use(Effect.flatMap(RunEngine, (engine) => engine.carryOn(load))), scope)
  const answer = (runId: string, note: string) =>
    Effect.result(
      use(
        Effect.flatMap(RunEngine, (engine) =>
          engine.resume(runId, { node: "a", action: "yes", inputs: { note } }, load)
        )
      )
    )
  return { use, work, answer, close: Scope.close(scope, Exit.void) }
})

type Process = Effect.Success<ReturnType<typeof openProcess>>

const fresh = Effect.flatMap(TestPostgres, ({ freshDatabase }) => freshDatabase)

/** A run of a process that waits for its first answer. */
const pausedRun = ({ use }: Process, options: RunOptions = {}, drawn = workflow) =>
  use(
    Effect.gen(function* () {
      const run = yield* startWorkflow(drawn, { v: 1 }, options)
      assert.strictEqual((yield* run.result).status, "paused")
      return run.id
    })
  )

const codeOf = (answered: Result.Result<unknown, { readonly code: string }>): string =>
  Result.isSuccess(answered) ? "taken" : answered.failure.code

/** What the database says of the form: the note of each answer that was applied, in order. */
const notesOf = ({ use }: Process, runId: string) =>
  use(
    Effect.gen(function* () {
      const run = yield* (yield* RunStore).find(runId)
      return run?.facts().flatMap((fact) => (fact.kind === "node_resumed" ? [fact.values.note ?? "nobody"] : []))
    })
  )

/** A clock that stands still for whoever asks what time it is. */
const frozen = Effect.map(Clock.Clock, (clock): Clock.Clock => {
  const at = clock.currentTimeMillisUnsafe()
  return Object.assign(Object.create(clock), {
    currentTimeMillisUnsafe: () => at,
    currentTimeMillis: Effect.succeed(at)
  })
})

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("a form on PostgreSQL", (it) => {
  it.effect(
    "answered at once through two processes that do not work on the run: one answer is taken, and both know which",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const owner = yield* openProcess(url)
        yield* owner.work
        const [first, second] = [yield* openProcess(url), yield* openProcess(url)]
        const others = [first, second]
        for (let round = 0; round < 10; round++) {
          const id = yield* pausedRun(owner)
          const codes = yield* Effect.forEach(others, (other, index) => other.answer(id, `note ${index}`), {
            concurrency: "unbounded"
          }).pipe(Effect.map((answers) => answers.map(codeOf)))
          assert.deepStrictEqual(codes.toSorted(), ["human_input_form_submitted", "taken"])
          assert.deepStrictEqual(yield* notesOf(first, id), [`note ${codes.indexOf("taken")}`])
          // Whoever sends his own answer again is told the same as in one process.
          for (const [index, process] of [...others, owner].entries()) {
            assert.strictEqual(codeOf(yield* process.answer(id, `note ${index}`)), "human_input_form_submitted")
          }
        }
      }),
    60_000
  )

  it.effect(
    "hostile: two people give the same answer in the same millisecond: one of them is told that it is taken",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const owner = yield* openProcess(url)
        const id = yield* pausedRun(owner)
        const clock = yield* frozen
        const others = [yield* openProcess(url), yield* openProcess(url)]
        const answers = yield* Effect.forkChild(
          Effect.forEach(others, (other) => other.answer(id, "same"), { concurrency: "unbounded" }).pipe(
            Effect.provideService(Clock.Clock, clock)
          )
        )
        yield* Effect.sleep(300)
        yield* owner.work
        const codes = (yield* Fiber.join(answers)).map(codeOf)
        assert.deepStrictEqual(codes.toSorted(), ["human_input_form_submitted", "taken"])
      })
  )

  it.effect("an answer that was found to fit before another one was taken comes too late, and is told so", () =>
    Effect.gen(function* () {
      const url = yield* fresh
      const owner = yield* openProcess(url)
      yield* owner.work
      const quick = yield* openProcess(url)
      for (const process of [quick, owner]) {
        const [hasChecked, mayGo] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const slow = yield* openProcess(url, (store) => ({
          requestAnswer: (...request) =>
            Effect.gen(function* () {
              yield* Deferred.succeed(hasChecked, undefined)
              yield* Deferred.await(mayGo)
              return yield* store.requestAnswer(...request)
            })
        }))
        const id = yield* pausedRun(owner, {}, twice)
        const late = yield* Effect.forkChild(slow.answer(id, "late"))
        yield* Deferred.await(hasChecked)
        assert.strictEqual(codeOf(yield* process.answer(id, "quick")), "taken")
        yield* Deferred.succeed(mayGo, undefined)
        assert.strictEqual(codeOf(yield* Fiber.join(late)), "human_input_form_submitted")
        assert.deepStrictEqual(yield* notesOf(slow, id), ["quick"])
      }
    })
  )

  it.effect(
    "the response of the database is lost, and the run ends before it is asked again: the answer was taken",
    () =>
      Effect.gen(function* () {
        const direct = yield* fresh
        const owner = yield* openProcess(direct)
        const id = yield* pausedRun(owner)
        const { proxy, url } = yield* databaseProxy(direct)
        const other = yield* openProcess(url)
        const ended = { code: "57P01", message: "terminating connection" }
        const answering = yield* Effect.forkChild(other.answer(id, "mine"))
        proxy.dropsAnswerTo = "INTO run_answers"
        yield* Effect.repeat(Effect.sleep(5), { until: () => proxy.dropped > 0 })
        proxy.refuse(ended, { code: "57P03", message: "starting up" })
        yield* owner.work
        const run = yield* owner.use(Effect.flatMap(RunEngine, (engine) => engine.follow(id, load)))
        yield* Effect.repeat(Effect.sleep(10), {
          until: () => Effect.map(run.result, ({ status }) => status === "succeeded")
        })
        proxy.admit()
        assert.strictEqual(codeOf(yield* Fiber.join(answering)), "taken")
        assert.deepStrictEqual(yield* notesOf(owner, id), ["mine"])
      }),
    60_000
  )

  it.effect(
    "the owner dies before it takes the answer, and before it notes that: nothing is lost, nothing applied twice",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        // The first one never looks for answers; the second one dies of what it has done.
        const first = yield* openProcess(url)
        const id = yield* pausedRun(first, {}, twice)
        const taken = yield* Deferred.make<void>()
        const second = yield* openProcess(url, () => ({
          settleAnswer: () => Effect.andThen(Deferred.succeed(taken, undefined), Effect.never)
        }))
        yield* second.work
        const third = yield* openProcess(url)
        const answering = yield* Effect.forkChild(third.answer(id, "kept"))
        const database = yield* postgresDatabase(url, 1)
        const kept = Effect.map(database.query("SELECT form_id FROM run_answers"), (rows) => rows.length)
        yield* Effect.repeat(Effect.andThen(Effect.sleep(10), kept), { until: (count) => count === 1 })
        yield* first.close
        yield* Deferred.await(taken)
        assert.strictEqual(codeOf(yield* Fiber.join(answering)), "taken")
        yield* second.close
        yield* third.work
        yield* Effect.repeat(Effect.andThen(Effect.sleep(10), kept), { until: (count) => count === 0 })
        assert.deepStrictEqual(yield* notesOf(third, id), ["kept"])
        assert.strictEqual(codeOf(yield* third.answer(id, "kept")), "human_input_form_submitted")
      }),
    60_000
  )

  it.effect(
    "in time, while nobody works: it is taken although the time of the form is over when somebody does",
    () =>
      Effect.gen(function* () {
        const url = yield* fresh
        const first = yield* openProcess(url)
        const id = yield* pausedRun(first, { limits: { formTime: 2000 } })
        const second = yield* openProcess(url)
        const answering = yield* Effect.forkChild(second.answer(id, "in time"))
        yield* Effect.sleep(1000)
        // It is over in a process that is gone by then.
        yield* first.close
        yield* Effect.sleep(3000)
        yield* second.work
        assert.strictEqual(codeOf(yield* Fiber.join(answering)), "taken")
        assert.deepStrictEqual(yield* notesOf(second, id), ["in time"])
      }),
    60_000
  )
})
