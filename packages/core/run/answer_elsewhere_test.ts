import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Result } from "effect"
import { TestClock } from "effect/testing"
import { type AnswerReceipt, RunStore, type StoredRun } from "../store/run_store.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { startNode } from "./_test_nodes.ts"
import { askNode, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import { answerElsewhere } from "./answer_elsewhere.ts"
import type { Fact } from "./fact.ts"
import type { Run } from "./run.ts"

const workflow = graphWorkflow([{ id: "s", type: startNode }, askNode("a")], [["s", "a"]])

const answer = { node: "a", action: "yes", inputs: { note: "n" } }

/** What is said of an answer that was handed over with this receipt, while this happens, and after how long. */
const outcome = (receipt: AnswerReceipt, meanwhile: (run: Run) => Effect.Effect<void> = () => Effect.void) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* startWorkflow(workflow, { v: 1 })
    yield* run.result
    const handing = RunStore.of({ ...store, requestAnswer: () => Effect.as(meanwhile(run), receipt) })
    const answering = yield* Effect.forkChild(Effect.result(answerElsewhere(handing, run.id, answer)))
    yield* TestClock.adjust(14_000)
    const isSaid = answering.pollUnsafe() !== undefined
    yield* TestClock.adjust(2000)
    const said = yield* Fiber.join(answering)
    return [Result.isSuccess(said) ? "taken" : said.failure.code, isSaid ? "soon" : "late"]
  }).pipe(Effect.provide(engineLayer))

const answeredHere = (run: Run) => Effect.orDie(run.resume(answer))

/** A run as somebody sees it who has not looked again yet. */
class View implements StoredRun {
  readonly accepted: StoredRun["accepted"]
  readonly graph: StoredRun["graph"]
  readonly #run: StoredRun
  readonly #listeners = new Set<() => void>()
  #facts: ReadonlyArray<Fact>

  constructor(run: StoredRun) {
    this.accepted = run.accepted
    this.graph = run.graph
    this.#run = run
    this.#facts = [...run.facts()]
  }

  readonly facts = (): ReadonlyArray<Fact> => this.#facts

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  refresh(): void {
    this.#facts = [...this.#run.facts()]
    for (const listener of this.#listeners) listener()
  }
}

describe("an answer that is handed to another process", () => {
  it.effect("is kept, and nobody takes it: that is no success", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* outcome({ isKept: true, answerId: "mine" }), ["store_unavailable", "late"])
    })
  )

  it.effect("was taken for certain: how long its run needs to show it changes nothing", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* outcome({ isKept: true }), ["taken", "late"])
      assert.deepStrictEqual(yield* outcome({ isKept: true }, answeredHere), ["taken", "soon"])
    })
  )

  it.effect("is kept beside the process that works on the run, where somebody answers first: it comes too late", () =>
    Effect.gen(function* () {
      const said = yield* outcome({ isKept: true, answerId: "mine" }, answeredHere)
      assert.deepStrictEqual(said, ["human_input_form_submitted", "soon"])
    })
  )

  it.effect("is read in the database before this process has noted it: it is said once whoever asks here sees it", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const run = yield* startWorkflow(workflow, { v: 1 })
      yield* run.result
      const found = (yield* store.find(run.id)) ?? assert.fail()
      const [inDatabase, inMemory] = [new View(found), new View(found)]
      let isTakenOver = false
      const handing = RunStore.of({
        ...store,
        find: () => Effect.sync(() => (isTakenOver ? inMemory : inDatabase)),
        requestAnswer: () => Effect.succeed({ isKept: true })
      })
      const answering = yield* Effect.forkChild(answerElsewhere(handing, run.id, answer))
      yield* TestClock.adjust(100)
      yield* answeredHere(run)
      isTakenOver = true
      inDatabase.refresh()
      yield* TestClock.adjust(100)
      assert.isUndefined(answering.pollUnsafe())
      inMemory.refresh()
      yield* Fiber.join(answering)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("is not kept: another one is there, or the run has ended", () =>
    Effect.gen(function* () {
      const refused = { isKept: false, answerId: "mine" }
      assert.deepStrictEqual(yield* outcome(refused), ["human_input_form_submitted", "soon"])
      const stopped = yield* outcome(refused, (run) => Effect.orDie(run.stop("enough")))
      assert.deepStrictEqual(stopped, ["run_not_paused", "soon"])
    })
  )
})
