import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import { iterationStart, loopStart } from "../node/container_entries.ts"
import { iteration } from "../node/iteration.ts"
import { loop } from "../node/loop.ts"
import { show, simple, start } from "./_test_asking_workflow.ts"
import { graphWorkflow } from "./_test_graph_workflow.ts"
import { incrementNode, speakNode } from "./_test_nodes.ts"
import { askNode, eventsUntil, factsOf, shortEvents, startWorkflow } from "./_test_paused_run.ts"
import { engineLayer } from "./_test_run_to_end.ts"

describe("a node that asks somebody", () => {
  it.effect("pauses the run with its form, and goes on by the chosen action with the fields as outputs", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(simple)
      const paused = yield* run.result
      assert.strictEqual(paused.status, "paused")
      assert.deepStrictEqual(paused.outputs, {})
      const [form] = paused.forms ?? []
      assert.deepInclude(form, {
        TYPE: "human_input_required",
        node_id: "ask",
        execution: "root/ask",
        form_content: "Note of ask: {{#$output.note#}}",
        expiration_time: 36 * 3600
      })
      assert.deepStrictEqual(
        form?.actions.map(({ id }) => id),
        ["yes", "no"]
      )
      yield* run.resume({ action: "yes", inputs: { note: "milk", unknown: "dropped" } })
      const result = yield* run.result
      assert.strictEqual(result.status, "succeeded")
      assert.strictEqual(result.outputs.answer, "yes milk")
      const facts = yield* factsOf(run)
      const finished = facts.find((fact) => fact.kind === "node_finished" && fact.node === 1)
      assert.deepStrictEqual(
        finished?.kind === "node_finished" ? [{ ...finished.outputs }, { ...finished.inputs }, finished.handle] : [],
        [
          { note: "milk", __action_id: "yes", __rendered_content: "Note of ask: milk", __action_value: "Yes, please" },
          { note: "milk" },
          "yes"
        ]
      )
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("events: what is asked, the pause, the answer before the success, and one sequence of numbers", () =>
    Effect.gen(function* () {
      const run = yield* startWorkflow(simple)
      yield* run.result
      yield* run.resume({ node: "ask", action: "no", inputs: { note: "" } })
      const events = yield* Stream.runCollect(run.events)
      assert.deepStrictEqual(shortEvents(events), [
        "run_started",
        "node_started s",
        "node_succeeded s",
        "node_started ask",
        "human_input_required ask",
        "node_paused ask",
        "run_paused",
        "run_resumed",
        "human_input_filled ask",
        'chunk n "no"',
        "node_succeeded ask",
        "node_started n",
        "node_succeeded n",
        "run_succeeded"
      ])
      assert.deepStrictEqual(
        events.map(({ seq }) => seq),
        events.map((_, index) => index + 1)
      )
      const filled = events.find(({ event }) => event === "human_input_filled")
      assert.deepInclude(filled, { action: "no", action_title: "No", values: { note: "" } })
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("decision 4: nothing behind the branch is shown before the answer, all that was held after it", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { id: "first", type: speakNode, config: { text: "Initial stream" } },
          askNode("human"),
          { id: "second", type: speakNode, config: { text: "Secondary" } },
          show("end", "{{#first.text#}}\n{{#second.text#}}")
        ],
        [
          ["s", "first"],
          ["first", "human"],
          ["human", "second", "yes"],
          ["second", "end"]
        ]
      )
      const run = yield* startWorkflow(workflow)
      yield* TestClock.adjust(1000)
      assert.strictEqual((yield* run.result).status, "paused")
      const before = shortEvents(yield* eventsUntil(run, "run_paused"))
      assert.deepStrictEqual(
        before.filter((event) => event.startsWith("chunk")),
        []
      )
      yield* run.resume({ action: "yes", inputs: { note: "" } })
      yield* TestClock.adjust(1000)
      const after = shortEvents(yield* Stream.runCollect(run.events)).slice(before.length)
      assert.deepStrictEqual(after.slice(0, 7), [
        "run_resumed",
        "human_input_filled human",
        'chunk first "Initial"',
        'chunk first "stream"',
        'chunk first ""',
        'chunk end "\\n"',
        "node_succeeded human"
      ])
      assert.strictEqual(after.at(-1), "run_succeeded")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("8.2 case 26: parallel branches that both ask; one answer pauses again, the other one ends the run", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [start, askNode("a"), askNode("b"), show("j", "{{#a.note#}} {{#b.note#}}")],
        [
          ["s", "a"],
          ["s", "b"],
          ["a", "j", "yes"],
          ["b", "j", "yes"]
        ]
      )
      const run = yield* startWorkflow(workflow)
      assert.deepStrictEqual(
        (yield* run.result).forms?.map(({ node_id }) => node_id),
        ["a", "b"]
      )
      yield* run.resume({ node: "b", action: "yes", inputs: { note: "2" } })
      const again = yield* run.result
      assert.deepStrictEqual([again.status, again.forms?.map(({ node_id }) => node_id)], ["paused", ["a"]])
      yield* run.resume({ action: "yes", inputs: { note: "1" } })
      assert.strictEqual((yield* run.result).outputs.answer, "1 2")
      const path = shortEvents(yield* Stream.runCollect(run.events))
      assert.deepStrictEqual(
        path.filter((event) => event.startsWith("run_")),
        ["run_started", "run_paused", "run_resumed", "run_paused", "run_resumed", "run_succeeded"]
      )
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("other branches go on while a form waits, and an answer is taken before the run pauses", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          askNode("a"),
          { id: "slow", type: incrementNode, config: { from: "s", delay: 1000 } },
          { id: "next", type: incrementNode, config: { from: "slow" } },
          show("j", "{{#a.note#}} {{#next.v#}}")
        ],
        [
          ["s", "a"],
          ["s", "slow"],
          ["slow", "next"],
          ["a", "j", "yes"],
          ["next", "j"]
        ]
      )
      const early = yield* startWorkflow(workflow, { v: 1 })
      yield* eventsUntil(early, "human_input_required")
      yield* early.resume({ action: "yes", inputs: { note: "n" } })
      yield* TestClock.adjust(1000)
      assert.strictEqual((yield* early.result).outputs.answer, "n 3")
      assert.notInclude(shortEvents(yield* Stream.runCollect(early.events)), "run_paused")

      const late = yield* startWorkflow(workflow, { v: 1 })
      yield* TestClock.adjust(1000)
      assert.strictEqual((yield* late.result).status, "paused")
      assert.include(shortEvents(yield* eventsUntil(late, "run_paused")), "node_succeeded next")
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("case 40: asks in every round of a loop, each time anew", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          { id: "lp", type: loop, config: { start_node_id: "lps", loop_count: 3 } },
          { id: "lps", type: loopStart, parent: "lp" },
          askNode("ask", {}, "lp"),
          show("a", "{{#ask.note#}};", "lp")
        ],
        [
          ["s", "lp"],
          ["lps", "ask"],
          ["ask", "a", "yes"]
        ]
      )
      const run = yield* startWorkflow(workflow)
      const forms: Array<string | undefined> = []
      for (const round of [0, 1, 2]) {
        const [form] = (yield* run.result).forms ?? []
        forms.push(form?.form_id)
        assert.strictEqual(form?.execution, `root/lp[${round}]/ask`)
        yield* run.resume({ node: "ask", action: "yes", inputs: { note: String(round) } })
      }
      const result = yield* run.result
      assert.strictEqual(result.outputs.answer, "0;1;2;")
      assert.strictEqual(new Set(forms).size, 3)
      const path = shortEvents(yield* Stream.runCollect(run.events))
      assert.strictEqual(path.filter((event) => event === "loop_started lp").length, 1)
    }).pipe(Effect.provide(engineLayer))
  )

  it.effect("case 42: parallel items wait at once, a form is named by its place, and results keep their order", () =>
    Effect.gen(function* () {
      const workflow = graphWorkflow(
        [
          start,
          {
            id: "it",
            type: iteration,
            config: {
              start_node_id: "its",
              iterator_selector: ["s", "v"],
              output_selector: ["ask", "note"],
              is_parallel: true,
              parallel_nums: 2
            }
          },
          { id: "its", type: iterationStart, parent: "it" },
          askNode("ask", { form_content: "{{#it.item#}}" }, "it"),
          show("a", "{{#it.output#}}")
        ],
        [
          ["s", "it"],
          ["its", "ask"],
          ["it", "a"]
        ]
      )
      const run = yield* startWorkflow(workflow, { v: ["alpha", "beta", "gamma"] })
      assert.deepStrictEqual(
        (yield* run.result).forms?.map(({ form_content }) => form_content),
        ["alpha", "beta"]
      )
      const error = yield* Effect.flip(run.resume({ node: "ask", action: "yes", inputs: { note: "" } }))
      assert.strictEqual(error.code, "human_input_form_ambiguous")
      for (const round of [1, 0, 2]) {
        yield* run.result
        yield* run.resume({ node: `root/it[${round}]/ask`, action: "yes", inputs: { note: `n${round}` } })
      }
      assert.strictEqual((yield* run.result).outputs.answer, "- n0\n- n1\n- n2")
    }).pipe(Effect.provide(engineLayer))
  )
})
