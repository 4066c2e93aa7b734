import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { graphWorkflow, type TestEdge } from "./_test_graph_workflow.ts"
import { showNode, speakNode } from "./_test_nodes.ts"
import { finishes, increment, inside, iterate, list, passed, start } from "./_test_rounds.ts"
import { type EndedRun, runToEnd } from "./_test_run_to_end.ts"

describe("iteration", () => {
  it.effect("case 2: announces each item, hides its entry, and keeps what every item came to", () =>
    Effect.gen(function* () {
      const nodes = [
        start,
        ...iterate({ output_selector: ["n", "v"] }),
        inside("it", increment("n", "it")),
        { id: "e", type: showNode, config: { template: "{{#it.output#}}" } }
      ]
      const edges: ReadonlyArray<TestEdge> = [
        ["s", "it"],
        ["its", "n"],
        ["it", "e"]
      ]
      const run = passed(yield* runToEnd(graphWorkflow(nodes, edges), list(10, 20)))
      assert.deepStrictEqual(
        run.path.filter((event) => !event.startsWith("chunk")),
        [
          "run_started",
          "node_started s",
          "E s>it",
          "node_succeeded s",
          "node_started it",
          "iteration_started it",
          "iteration_next it",
          "E its>n",
          "node_started n",
          "node_succeeded n",
          "iteration_next it",
          "E its>n",
          "node_started n",
          "node_succeeded n",
          "iteration_succeeded it",
          "E it>e",
          "node_succeeded it",
          "node_started e",
          "node_succeeded e",
          "run_succeeded"
        ]
      )
      assert.deepStrictEqual(
        finishes(run, "n").map((event) => event.frame),
        ["root/it[0]", "root/it[1]"]
      )
      // Only the root frame counts as steps.
      assert.strictEqual(run.result.total_steps, 3)
    })
  )

  it.effect(
    "case 10: an empty list has no items and an empty output; lists of lists are flattened unless told otherwise",
    () =>
      Effect.gen(function* () {
        const echo = (config: { readonly [name: string]: unknown }) =>
          graphWorkflow([start, ...iterate({ output_selector: ["it", "item"], ...config })], [["s", "it"]])
        const output = (run: EndedRun) => finishes(run, "it")[0]?.outputs.output
        const empty = passed(yield* runToEnd(echo({}), list()))
        assert.deepStrictEqual([output(empty), empty.path.includes("iteration_next it")], [[], false])
        assert.deepStrictEqual(output(passed(yield* runToEnd(echo({}), list(["a"], ["b", "c"])))), ["a", "b", "c"])
        assert.deepStrictEqual(output(passed(yield* runToEnd(echo({ flatten_output: false }), list(["a"], ["b"])))), [
          ["a"],
          ["b"]
        ])
      })
  )

  it.effect("case 77: what is no list, or not there, fails the node in Dify's words", () =>
    Effect.gen(function* () {
      const workflow = (selector: ReadonlyArray<string>) =>
        graphWorkflow([start, ...iterate({ iterator_selector: selector })], [["s", "it"]])
      const missing = yield* runToEnd(workflow(["start", "l"]))
      assert.strictEqual(missing.result.error?.message, "iterator variable ['start', 'l'] not found")
      assert.strictEqual((yield* runToEnd(workflow(["s", "v"]), { v: "text" })).result.error?.code, "iterator_invalid")
    })
  )

  it.effect("case 11: a failed item ends it, counts as null, or is left out", () =>
    Effect.gen(function* () {
      const run = (mode: string) =>
        runToEnd(
          graphWorkflow(
            [
              start,
              ...iterate({ output_selector: ["f", "v"], error_handle_mode: mode }),
              inside("it", increment("f", "it", { fails: 9 }))
            ],
            [
              ["s", "it"],
              ["its", "f"]
            ]
          ),
          list("a", "b")
        )
      const terminated = yield* run("terminated")
      assert.deepStrictEqual(
        [terminated.result.status, terminated.result.exceptions_count, terminated.result.error?.message],
        ["failed", 2, "boom"]
      )
      assert.deepStrictEqual(terminated.path.slice(-3), ["iteration_failed it", "node_failed it", "run_failed it"])
      const failed = terminated.events.find((event) => event.event === "iteration_failed")
      assert.deepStrictEqual(failed?.outputs, { output: [] })
      const continued = yield* run("continue-on-error")
      assert.deepStrictEqual([continued.result.status, continued.result.exceptions_count], ["partial-succeeded", 2])
      assert.deepStrictEqual(finishes(continued, "it")[0]?.outputs, { output: [null, null] })
      assert.deepStrictEqual(finishes(yield* run("remove-abnormal-output"), "it")[0]?.outputs, { output: [] })
    })
  )

  it.effect("case 3, D12: parallel items run side by side within their number, and keep the order of the list", () =>
    Effect.gen(function* () {
      const slow = { id: "n", type: speakNode, config: { text: "x", delay: 100 } }
      const workflow = graphWorkflow(
        [
          start,
          ...iterate({ output_selector: ["it", "item"], is_parallel: true, parallel_nums: 2 }),
          inside("it", slow)
        ],
        [
          ["s", "it"],
          ["its", "n"]
        ]
      )
      const fiber = yield* Effect.forkChild(
        runToEnd(workflow, list("alpha", "beta", "gamma"), { limits: { concurrency: 1 } })
      )
      yield* TestClock.adjust(10_000)
      const run = passed(yield* Fiber.join(fiber))
      assert.deepStrictEqual(finishes(run, "it")[0]?.outputs, { output: ["alpha", "beta", "gamma"] })
    })
  )

  it.effect(
    "weakness 34: answers inside stream each round in the order of the list, also when later items are faster",
    () =>
      Effect.gen(function* () {
        const nodes = [
          start,
          ...iterate({ output_selector: ["it", "item"], is_parallel: true, parallel_nums: 3 }),
          inside("it", increment("n", "it", { delay: 50 })),
          inside("it", { id: "a", type: showNode, config: { template: "<{{#it.item#}}>" } })
        ]
        const workflow = graphWorkflow(nodes, [
          ["s", "it"],
          ["its", "n"],
          ["n", "a"]
        ])
        const fiber = yield* Effect.forkChild(runToEnd(workflow, list("p", "q", "r")))
        yield* TestClock.adjust(1000)
        const run = passed(yield* Fiber.join(fiber))
        assert.strictEqual(run.result.outputs.answer, "<p><q><r>")
        const text = run.events.map((event) => (event.event === "chunk" ? event.text : "")).join("")
        assert.strictEqual(text, "<p><q><r>")
      })
  )
})
