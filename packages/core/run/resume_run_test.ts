import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Result, Stream } from "effect"
import { TestClock } from "effect/testing"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { RunStore } from "../store/run_store.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, showNode, startNode } from "./_test_nodes.ts"
import { askNode, factsOf, shortEvents, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { ResumeOptions } from "./resume_options.ts"
import { RunEngine } from "./run_engine.ts"

const start = { id: "s", type: startNode }
const hour = 3_600_000

const asking = (config: object = {}) =>
  graphWorkflow(
    [
      start,
      { id: "before", type: incrementNode, config: { from: "s", delay: 10 } },
      askNode("ask", config),
      { id: "y", type: showNode, config: { template: "{{#before.v#}} yes {{#ask.note#}}" } },
      { id: "t", type: showNode, config: { template: "late" } }
    ],
    [
      ["s", "before"],
      ["before", "ask"],
      ["ask", "y", "yes"],
      ["ask", "t", "__timeout"]
    ]
  )

const field = (more: object) => ({ output_variable_name: "f", ...more })
const fine = { action: "yes", inputs: { note: "n" } }

const refused = (config: object, answer: ResumeOptions, limits: object = {}) =>
  Effect.gen(function* () {
    const run = yield* startWorkflow(asking(config), { v: 1 }, { limits })
    yield* TestClock.adjust(10)
    yield* run.result
    const error = yield* Effect.flip(run.resume(answer))
    // Whatever was wrong, the form is open for another answer.
    assert.strictEqual((yield* run.result).status, "paused")
    return { error, code: error.code, message: error.message }
  })

/** Uses an engine of its own over a store that outlives it, as another process would. */
const inEngine = <A, E>(store: RunStore["Service"], effect: Effect.Effect<A, E, RunEngine | RunStore>) =>
  Effect.provide(effect, Layer.fresh(RunEngine.layer).pipe(Layer.provideMerge(Layer.succeed(RunStore, store))))

const pausedIn = (store: RunStore["Service"], workflow = asking()) =>
  inEngine(
    store,
    Effect.gen(function* () {
      const run = yield* startWorkflow(workflow, { v: 1 })
      yield* TestClock.adjust(10)
      yield* run.result
      return run.id
    })
  )

describe("an answer that does not fit", () => {
  it.effect("has a code of its own for each mistake, and leaves the form open", () =>
    Effect.gen(function* () {
      const select = { inputs: [field({ type: "select", option_source: { value: ["red", "green"] } })] }
      const file = { inputs: [field({ type: "file", allowed_file_types: ["image"] })] }
      const files = { inputs: [field({ type: "file-list", allowed_file_types: ["document"], number_limits: 1 })] }
      const pdf = { transfer_method: "remote_url", url: "https://a.test/b.pdf" }
      const cases: ReadonlyArray<readonly [object, ResumeOptions, string, string]> = [
        [{}, { action: "maybe", inputs: { note: "" } }, "human_input_action_unknown", "Invalid action: maybe"],
        [{}, { action: "__timeout", inputs: { note: "" } }, "human_input_action_unknown", "Invalid action: __timeout"],
        [{}, { action: "yes" }, "human_input_field_missing", "Missing required inputs: note"],
        [
          {},
          { action: "yes", inputs: { note: 1 } },
          "human_input_field_invalid",
          "(type 'paragraph') note in input form must be a string"
        ],
        [
          {},
          { action: "yes", inputs: { note: null } },
          "human_input_field_invalid",
          "(type 'paragraph') note in input form must be a string"
        ],
        [
          select,
          { action: "yes", inputs: { f: "blue" } },
          "human_input_field_invalid",
          "f in input form must be one of the following: ['red', 'green']"
        ],
        [
          file,
          { action: "yes", inputs: { f: "no file" } },
          "human_input_field_invalid",
          "f in input form must be a file"
        ],
        [
          file,
          { action: "yes", inputs: { f: pdf } },
          "human_input_field_invalid",
          "File validation failed for file: b.pdf"
        ],
        [
          files,
          { action: "yes", inputs: { f: [pdf, pdf] } },
          "human_input_field_invalid",
          "f in input form must be less than 1 files"
        ],
        [
          {},
          { node: "nobody", ...fine },
          "human_input_form_not_found",
          'Nobody is asked by "nobody"; there are: root/ask'
        ],
        [{}, { form: "0", ...fine }, "human_input_form_not_found", 'Nobody is asked by "0"; there are: root/ask']
      ]
      for (const [config, answer, code, message] of cases) {
        const found = yield* refused(config, answer)
        assert.deepStrictEqual([found.code, found.message], [code, message])
      }
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("hostile: answers of any size are refused before they are taken, also where the form multiplies them", () =>
    Effect.gen(function* () {
      const large = "x".repeat(200_000)
      const many = { form_content: "{{#$output.note#}}".repeat(50_000) }
      const limits = { outputSize: 1_000_000 }
      for (const [config, note] of [
        [{}, "x".repeat(2_000_000)],
        [many, large]
      ] as const) {
        const { code } = yield* refused(config, { action: "yes", inputs: { note } }, limits)
        assert.strictEqual(code, "value_too_large")
      }
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("hostile: names such as __proto__ are fields like any other, and nothing is inherited", () =>
    Effect.gen(function* () {
      const config = {
        form_content: "{{#$output.__proto__#}} {{#$output.constructor#}}",
        inputs: ["__proto__", "constructor"].map((output_variable_name) => ({
          type: "paragraph",
          output_variable_name
        }))
      }
      const { code, message } = yield* refused(config, { action: "yes", inputs: {} })
      assert.deepStrictEqual(
        [code, message],
        ["human_input_field_missing", "Missing required inputs: __proto__, constructor"]
      )
      const run = yield* startWorkflow(asking(config), { v: 1 })
      yield* TestClock.adjust(10)
      yield* run.result
      yield* run.resume({ action: "yes", inputs: JSON.parse('{"__proto__": "a", "constructor": "b"}') })
      yield* run.result
      const ended = (yield* factsOf(run)).find((fact) => fact.kind === "node_finished" && fact.node === 2)
      const outputs = ended?.kind === "node_finished" ? ended.outputs : {}
      assert.deepStrictEqual(Object.keys(outputs).slice(0, 2), ["__proto__", "constructor"])
      assert.strictEqual(outputs.__rendered_content, "a b")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("hostile: control characters are text, but for NUL, which no store can hold", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(asking(), { v: 1 })
      yield* TestClock.adjust(10)
      yield* run.result
      yield* run.resume({ action: "yes", inputs: { note: "\u0000\u001b[31m$& \ud800{{#$output.note#}}" } })
      assert.strictEqual((yield* run.result).outputs.answer, "2 yes \u001b[31m$& \ud800{{#$output.note#}}")
    }).pipe(Effect.provide(engineLayer))
  )
})

describe("two answers", () => {
  it.effect("at once: one wins, the others learn that the form was answered, and the run goes on once", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const run = yield* startWorkflow(asking(), { v: 1 })
      yield* TestClock.adjust(10)
      yield* run.result
      const load = () => Effect.succeed(asking())
      const answers = yield* Effect.all(
        Array.from({ length: 10 }, (_, index) =>
          Effect.result(engine.resume(run.id, { node: "ask", action: "yes", inputs: { note: String(index) } }, load))
        ),
        { concurrency: "unbounded" }
      )
      const codes = answers.map((one) => (Result.isSuccess(one) ? "taken" : one.failure.code))
      assert.deepStrictEqual(codes.toSorted(), [
        ...Array.from({ length: 9 }, () => "human_input_form_submitted"),
        "taken"
      ])
      assert.strictEqual((yield* run.result).outputs.answer, `2 yes ${codes.indexOf("taken")}`)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("after the end: the form was answered, and the run waits for nobody", () =>
    Effect.gen(function* () {
      const engine = yield* RunEngine
      const run = yield* startWorkflow(asking(), { v: 1 })
      yield* TestClock.adjust(10)
      const [form] = (yield* run.result).forms ?? []
      yield* run.resume(fine)
      yield* run.result
      const load = () => Effect.succeed(asking())
      for (const [name, code] of [
        [{ node: "ask" }, "human_input_form_submitted"],
        [{ form: form?.form_id ?? "" }, "human_input_form_submitted"],
        [{}, "run_not_paused"],
        [{ node: "other" }, "run_not_paused"]
      ] as const) {
        assert.strictEqual((yield* Effect.flip(engine.resume(run.id, { ...name, ...fine }, load))).code, code)
        assert.strictEqual((yield* Effect.flip(run.resume({ ...name, ...fine }))).code, code)
      }
    }).pipe(Effect.provide(engineLayer))
  )
})

describe("a paused run of a store", () => {
  it.effect("goes on in another engine, from its facts: what is done is not done again", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = yield* pausedIn(store)
      yield* inEngine(
        store,
        Effect.gen(function* () {
          const engine = yield* RunEngine
          const run = yield* engine.resume(id, fine, () => Effect.succeed(asking()))
          const result = yield* run.result
          assert.deepStrictEqual([result.status, result.outputs.answer], ["succeeded", "2 yes n"])
          const path = shortEvents(yield* Stream.runCollect(run.events))
          assert.deepStrictEqual(
            path.filter((event) => /before$|^run_/.test(event)),
            [
              "run_started",
              "node_started before",
              "node_succeeded before",
              "run_paused",
              "run_resumed",
              "run_succeeded"
            ]
          )
          const facts = yield* factsOf(run)
          assert.deepStrictEqual(
            facts.map(({ seq }) => seq),
            facts.map((_, index) => index + 1)
          )
        })
      )
    }).pipe(Effect.provide(layerMemoryRunStore()))
  )

  it.effect("is rebuilt once, however many answer and look at the same time", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = yield* pausedIn(store)
      yield* inEngine(
        store,
        Effect.gen(function* () {
          const engine = yield* RunEngine
          let loads = 0
          const load = () =>
            Effect.delay(
              Effect.sync(() => (loads++, asking())),
              5
            )
          const all = yield* Effect.forkChild(
            Effect.all(
              [
                engine.reopen(id, load),
                ...Array.from({ length: 5 }, () => Effect.result(engine.resume(id, { node: "ask", ...fine }, load)))
              ],
              { concurrency: "unbounded" }
            )
          )
          yield* TestClock.adjust(100)
          const [run, ...answers] = yield* Fiber.join(all)
          assert.strictEqual(answers.filter((one) => "_tag" in one && one._tag === "Success").length, 1)
          assert.strictEqual(loads, 1)
          const facts = yield* factsOf(run)
          assert.strictEqual(facts.filter(({ kind }) => kind === "run_finished").length, 1)
        })
      )
    }).pipe(Effect.provide(layerMemoryRunStore()))
  )

  it.effect("whose time is over goes on by its timeout when somebody comes, whose answer is too late", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = yield* pausedIn(store)
      yield* TestClock.adjust(40 * hour)
      assert.strictEqual((yield* store.find(id))?.facts().at(-1)?.kind, "run_paused")
      yield* inEngine(
        store,
        Effect.gen(function* () {
          const engine = yield* RunEngine
          const load = () => Effect.succeed(asking())
          const error = yield* Effect.flip(engine.resume(id, fine, load))
          assert.strictEqual(error.code, "human_input_form_expired")
          const run = yield* Effect.option(engine.reopen(id, load))
          if (run._tag === "Some") yield* run.value.result
        })
      )
      const end = (yield* store.find(id))?.facts().at(-1)
      assert.deepStrictEqual(end?.kind === "run_finished" ? { ...end.outputs } : end, { answer: "late" })
    }).pipe(Effect.provide(layerMemoryRunStore()))
  )

  it.effect("goes on by its timeout by itself once it was taken up again", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = yield* pausedIn(store)
      yield* TestClock.adjust(20 * hour)
      yield* inEngine(
        store,
        Effect.gen(function* () {
          const run = yield* (yield* RunEngine).reopen(id, () => Effect.succeed(asking()))
          yield* TestClock.adjust(15 * hour)
          assert.strictEqual((yield* run.result).status, "paused")
          yield* TestClock.adjust(hour + 1000)
          assert.strictEqual((yield* run.result).outputs.answer, "late")
        })
      )
    }).pipe(Effect.provide(layerMemoryRunStore()))
  )

  it.effect("a wrong answer does not even rebuild it", () =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const id = yield* pausedIn(store)
      yield* inEngine(
        store,
        Effect.gen(function* () {
          const load = () => Effect.die("it was rebuilt")
          const error = yield* Effect.flip((yield* RunEngine).resume(id, { action: "maybe" }, load))
          assert.strictEqual(error.code, "human_input_action_unknown")
        })
      )
    }).pipe(Effect.provide(layerMemoryRunStore()))
  )
})
